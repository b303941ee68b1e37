#include "emo3d/service/face_detector.h"

#include <memory>

#include "emo3d/base/error.h"
#include "emo3d/store/store.h"

namespace emo3d::service {

std::filesystem::path task_file(const FaceModelOptions& options) {
  if (!options.task.empty()) return options.task;
  return store::ModelStore::open().require(kFaceLandmarker) / "face_landmarker.task";
}

std::function<FaceDetector()> face_detectors(const FaceModelOptions& options) {
  const auto models = landmark::FaceModels::load(task_file(options));
  (void)landmark::FaceLandmarker(models, options.landmarker);  // refuses its options here rather than in a thread
  return [models, landmarker_options = options.landmarker] {
    const auto landmarker = std::make_shared<landmark::FaceLandmarker>(models, landmarker_options);
    return [landmarker](const image::Image& image) { return landmarker->detect(image); };
  };
}

tflite::Precision parse_face_precision(std::string_view name) {
  if (name == "f32") return tflite::Precision::kF32;
  check(name == "bf16", ErrorCode::kInvalidArgument, "precision {} is unknown, expected f32 or bf16", quote(name));
  return tflite::Precision::kBf16;
}

std::string_view name(tflite::Precision precision) { return precision == tflite::Precision::kF32 ? "f32" : "bf16"; }

}  // namespace emo3d::service
