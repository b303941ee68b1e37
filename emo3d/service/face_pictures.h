#pragma once

#include <filesystem>
#include <span>

#include "emo3d/image/image.h"
#include "emo3d/landmark/face.h"
#include "emo3d/rig/figure.h"
#include "emo3d/service/picture.h"

/// Pictures of what was found in a photo.
namespace emo3d::service {

/// The photo, its longer side `side_px`, with the landmarks of its faces, irises in a colour of their own, lines along
/// oval, brows, eyes and lips, and beside each face its strongest channels; of several, faces and channels are
/// numbered. A photo without faces says so. \throws Error kInvalidArgument where the side is not one of an Image.
[[nodiscard]] image::Image draw_overlay(const image::Image& photo, std::span<const landmark::Face> faces, int side_px);

/// Most heads that draw_comparison() puts beside a photo.
inline constexpr std::size_t kMaxCompared = 8;

/// The photo, fitted into a square of options.size_px, and to the right of it `figure` with the expression of each
/// face, turned as the face is; numbered where there are several. The first kMaxCompared faces are shown. Where even
/// the tallest is less than a third as high as the photo, only the part of the photo around them is shown.
[[nodiscard]] image::Image draw_comparison(const image::Image& photo, std::span<const landmark::Face> faces,
                                           const rig::Figure& figure, const PictureOptions& options);

/// \throws Error kInvalidArgument unless such pictures can be written under this name: .png or .webp.
void check_face_picture(const std::filesystem::path& path);

/// Writes a picture as the name says, in one piece. \throws Error kIo.
void write_face_picture(const std::filesystem::path& path, const image::Image& picture);

}  // namespace emo3d::service
