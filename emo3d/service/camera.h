#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emo3d/base/json.h"
#include "emo3d/render/camera.h"

namespace emo3d::service {

/// The names that parse_view() knows, for help and messages: "front, left, ...".
[[nodiscard]] std::string view_names();

/// One of view_names(). \throws Error kInvalidArgument for anything else.
[[nodiscard]] render::View parse_view(std::string_view name);

/// Reads `{"target": [x, y, z], "distance_cm": d, "yaw_deg": y, "pitch_deg": p, "field_of_view_deg": f}`; what is left
/// out is as in the front view, an unknown member is refused. `source` starts each message.
/// \throws Error kInvalidData naming the field and its value.
[[nodiscard]] render::Camera camera_from_json(const Json& json, std::string_view source);

/// All fields, as camera_from_json() reads them.
[[nodiscard]] OrderedJson to_json(const render::Camera& camera);

/// Where a picture is taken from: a named view or a camera of the user's, and angles that replace its own.
struct CameraOptions {
  std::optional<render::View> view{};      ///< At most one of `view` and `custom`.
  std::optional<render::Camera> custom{};  ///< As camera_from_json() gives it.
  std::optional<float> yaw_deg{};
  std::optional<float> pitch_deg{};
};

/// A camera that looks at the middle of the head rather than its face, so that the head stays in the picture from all
/// sides; at yaw and pitch 0 it takes the same picture as the front view.
[[nodiscard]] render::Camera camera_around();

/// The camera that `options` mean. Angles without a view or a camera turn camera_around().
[[nodiscard]] render::Camera camera_of(const CameraOptions& options);

}  // namespace emo3d::service
