#include "emo3d/landmark/face_landmarker.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/zip_archive.h"
#include "emo3d/landmark/crop.h"
#include "emo3d/landmark/detection.h"
#include "emo3d/landmark/face_pose.h"
#include "emo3d/landmark/mesh_points.h"

namespace emo3d::landmark {
namespace {

constexpr std::size_t kColours = 3;

std::size_t values_of(const tflite::Port& port) {
  std::size_t count = 1;
  for (const int side : port.shape) count *= static_cast<std::size_t>(side);
  return count;
}

/// A model of the bundle, refused unless its inputs and its first outputs have these numbers of values.
tflite::Model model_of(const ZipArchive& bundle, const std::string& source, std::string_view entry, std::size_t input,
                       std::initializer_list<std::size_t> outputs) {
  const std::string name = fmt::format("{}: {}", source, entry);
  tflite::Model model = tflite::Model::parse(bundle.entry(entry), name);
  check(model.inputs().size() == 1 && values_of(model.inputs()[0]) == input, ErrorCode::kInvalidData,
        "{}: does not take one tensor of {} values", name, input);
  check(model.outputs().size() >= outputs.size(), ErrorCode::kInvalidData, "{}: {} outputs, not {}", name,
        model.outputs().size(), outputs.size());
  for (std::size_t i = 0; i < outputs.size(); ++i)
    check(values_of(model.outputs()[i]) == outputs.begin()[i], ErrorCode::kInvalidData,
          "{}: output {} has {} values, not {}", name, i, values_of(model.outputs()[i]), outputs.begin()[i]);
  return model;
}

std::size_t pixels(int side_px) { return static_cast<std::size_t>(side_px) * static_cast<std::size_t>(side_px); }

void check_options(const FaceLandmarkerOptions& options) {
  const auto check_confidence = [](const char* name, float value) {
    check(value >= 0 && value <= 1, ErrorCode::kInvalidArgument, "{} {} is not in [0,1]", name, value);
  };
  check(options.max_faces >= 1 && options.max_faces <= kMaxFaces, ErrorCode::kInvalidArgument,
        "max_faces {} is not in [1,{}]", options.max_faces, kMaxFaces);
  check_confidence("min_detection_confidence", options.min_detection_confidence);
  check_confidence("min_presence_confidence", options.min_presence_confidence);
}

/// What a model computes from any picture; a damaged one may give anything.
void check_scores(std::span<const float> scores, std::string_view model) {
  for (std::size_t i = 0; i < scores.size(); ++i)
    check(scores[i] >= 0 && scores[i] <= 1, ErrorCode::kInvalidData, "{}: score {} is {}, not in [0,1]", model, i,
          scores[i]);
}

bool has_area(const Region& region) {
  return std::isfinite(region.center_x) && std::isfinite(region.center_y) && std::isfinite(region.width) &&
         std::isfinite(region.height) && std::isfinite(region.rotation) && region.width > 0 && region.height > 0;
}

}  // namespace

struct FaceModels::Parts {
  tflite::Model detector;
  tflite::Model landmarks;
  tflite::Model blendshapes;
  FacePose pose;
};

FaceModels FaceModels::load(const std::filesystem::path& task) {
  const MappedFile file(task);
  const std::string source = task.string();
  const ZipArchive bundle(file.bytes(), source);
  constexpr std::string_view kGeometry = "geometry_pipeline_metadata_landmarks.binarypb";
  FaceModels models;
  models.parts_ = std::make_shared<Parts>(Parts{
      .detector = model_of(bundle, source, "face_detector.tflite", pixels(kDetectorSide) * kColours,
                           {kAnchorCount * kProposalValues, kAnchorCount}),
      .landmarks = model_of(bundle, source, "face_landmarks_detector.tflite", pixels(kLandmarkSide) * kColours,
                            {kLandmarkValues, 1}),
      .blendshapes =
          model_of(bundle, source, "face_blendshapes.tflite", 2 * kBlendshapeLandmarkCount, {kBlendshapeCount}),
      .pose = FacePose(parse_geometry_metadata(bundle.entry(kGeometry), fmt::format("{}: {}", source, kGeometry))),
  });
  return models;
}

struct FaceLandmarker::State {
  State(const FaceModels::Parts& models, const FaceLandmarkerOptions& chosen)
      : options(chosen),
        pose(models.pose),
        detector_name(models.detector.name()),
        landmarks_name(models.landmarks.name()),
        blendshapes_name(models.blendshapes.name()),
        detector(models.detector, {chosen.threads, chosen.precision}),
        landmarks(models.landmarks, {chosen.threads, chosen.precision}),
        blendshapes(models.blendshapes, {chosen.threads, chosen.precision}) {}

  /// In fractions of the image, the best first, at most max_faces.
  std::vector<Detection> find_faces(const image::Image& image) {
    const image::Image square = crop(image, whole_image(image), kDetectorSide, Border::kBlack);
    normalize(square.bytes(), -1, 1, detector.input(0));
    detector.run();
    for (const float logit : detector.output(1))
      check(!std::isnan(logit), ErrorCode::kInvalidData, "{}: a score is {}", detector_name, logit);
    auto found =
        merge_overlapping(decode_detections(detector.output(0), detector.output(1), options.min_detection_confidence));
    if (found.size() > static_cast<std::size_t>(options.max_faces))
      found.resize(static_cast<std::size_t>(options.max_faces));
    for (Detection& detection : found) detection = without_letterbox(detection, image.width(), image.height());
    return found;
  }

  std::optional<Face> look_at(const image::Image& image, const Detection& detection) {
    const Region region = face_region(detection, image.width(), image.height());
    if (!has_area(region)) return std::nullopt;
    const image::Image square = crop(image, region, kLandmarkSide, Border::kReplicate);
    normalize(square.bytes(), 0, 1, landmarks.input(0));
    landmarks.run();
    Face face;
    face.score = detection.score;
    face.presence = sigmoid(landmarks.output(1)[0]);
    check_scores({&face.presence, 1}, landmarks_name);
    if (!(face.presence > options.min_presence_confidence)) return std::nullopt;
    face.landmarks = landmarks_in_image(landmarks.output(0), region, image.width(), image.height());
    for (const Landmark& p : face.landmarks)
      check(std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z), ErrorCode::kInvalidData,
            "{}: landmark {} is ({}, {}, {})", landmarks_name, &p - face.landmarks.data(), p.x, p.y, p.z);
    const auto points = blendshape_input(face.landmarks, image.width(), image.height());
    std::ranges::copy(points, blendshapes.input(0).begin());
    blendshapes.run();
    check_scores(blendshapes.output(0), blendshapes_name);
    std::ranges::copy(blendshapes.output(0), face.blendshapes.begin());
    face.matrix = pose.matrix(face.landmarks, image.width(), image.height());
    check(!face.matrix || std::ranges::all_of(*face.matrix, [](float v) { return std::isfinite(v); }),
          ErrorCode::kInvalidData, "{}: its landmarks are too far apart for a pose", landmarks_name);
    return face;
  }

  FaceLandmarkerOptions options;
  FacePose pose;
  std::string detector_name, landmarks_name, blendshapes_name;  ///< With the file's, for errors.
  tflite::Executor detector;
  tflite::Executor landmarks;
  tflite::Executor blendshapes;
};

FaceLandmarker FaceLandmarker::load(const std::filesystem::path& task, const FaceLandmarkerOptions& options) {
  return FaceLandmarker(FaceModels::load(task), options);
}

FaceLandmarker::FaceLandmarker(const FaceModels& models, const FaceLandmarkerOptions& options) {
  check_options(options);
  state_ = std::make_unique<State>(*models.parts_, options);
}

FaceLandmarker::FaceLandmarker(FaceLandmarker&&) noexcept = default;
FaceLandmarker& FaceLandmarker::operator=(FaceLandmarker&&) noexcept = default;
FaceLandmarker::~FaceLandmarker() = default;

std::vector<Face> FaceLandmarker::detect(const image::Image& image) {
  std::vector<Face> faces;
  for (const Detection& detection : state_->find_faces(image))
    if (auto face = state_->look_at(image, detection)) faces.push_back(*face);
  return faces;
}

}  // namespace emo3d::landmark
