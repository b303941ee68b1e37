#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "emo3d/image/image.h"
#include "emo3d/landmark/face.h"
#include "emo3d/tflite/executor.h"

/// Faces in photos: where they are, 478 landmarks, 52 blendshape scores and the pose. The pipeline of MediaPipe's Face
/// Landmarker (running mode IMAGE, CPU) with the same results; README.md here says how close.
///
///     auto landmarker = emo3d::landmark::FaceLandmarker::load("face_landmarker.task");
///     for (const auto& face : landmarker.detect(image)) use(expression_of(face));
namespace emo3d::landmark {

/// Largest number of faces that can be asked for: the detector has no more than this many places.
inline constexpr int kMaxFaces = 896;

struct FaceLandmarkerOptions {
  int max_faces = 1;  ///< In [1, kMaxFaces]; those with the best scores. One refused by its presence is not replaced.
  float min_detection_confidence = 0.5F;  ///< In [0,1]; the least score of the detector.
  float min_presence_confidence = 0.5F;   ///< In [0,1]; a face is kept where its presence is above.
  int threads = 1;                        ///< In [1,64]; results are the same for any number.
  /// kF32 is what agrees with MediaPipe; how far kBf16 is from it says README.md here.
  tflite::Precision precision = tflite::Precision::kF32;
};

/// The models of a `.task` file, checked once; FaceLandmarkers on several threads can share them.
class FaceModels {
 public:
  /// \throws Error kNotFound, kIo, or kInvalidData naming the file, its member and what is wrong there.
  static FaceModels load(const std::filesystem::path& task);

 private:
  friend class FaceLandmarker;
  struct Parts;
  std::shared_ptr<const Parts> parts_;
};

/// Finds faces. Its memory is planned once, so an object serves one thread at a time.
class FaceLandmarker {
 public:
  /// \throws Error as FaceModels::load() and FaceLandmarker() do.
  static FaceLandmarker load(const std::filesystem::path& task, const FaceLandmarkerOptions& options = {});
  /// \throws Error kInvalidArgument for an option out of its range, kUnavailable where this processor does not support
  /// the precision.
  explicit FaceLandmarker(const FaceModels& models, const FaceLandmarkerOptions& options = {});
  FaceLandmarker(FaceLandmarker&&) noexcept;
  FaceLandmarker& operator=(FaceLandmarker&&) noexcept;
  ~FaceLandmarker();

  /// The faces of `image` in falling order of the detector's score, at most `max_faces`; none where none is found.
  /// Alpha is ignored. \throws Error kInvalidData naming the file and its member where a damaged model gives what is no
  /// landmark or score.
  [[nodiscard]] std::vector<Face> detect(const image::Image& image);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace emo3d::landmark
