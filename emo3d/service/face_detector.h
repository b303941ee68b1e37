#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "emo3d/landmark/face_landmarker.h"
#include "emo3d/service/extract.h"
#include "emo3d/tflite/executor.h"

namespace emo3d::service {

/// The name of MediaPipe's Face Landmarker in the model store.
inline constexpr const char* kFaceLandmarker = "face-landmarker";

struct FaceModelOptions {
  std::filesystem::path task{};  ///< A .task file; empty: the one of the model store.
  landmark::FaceLandmarkerOptions landmarker{};
};

/// The .task file that `options` mean. \throws Error kUnavailable saying how to pull what is missing.
[[nodiscard]] std::filesystem::path task_file(const FaceModelOptions& options);

/// Loads the models once and makes a landmarker for each detector. \throws Error as task_file() and
/// landmark::FaceModels::load().
[[nodiscard]] std::function<FaceDetector()> face_detectors(const FaceModelOptions& options);

/// "f32" or "bf16". \throws Error kInvalidArgument for anything else.
[[nodiscard]] tflite::Precision parse_face_precision(std::string_view name);

/// "f32" or "bf16".
[[nodiscard]] std::string_view name(tflite::Precision precision);

}  // namespace emo3d::service
