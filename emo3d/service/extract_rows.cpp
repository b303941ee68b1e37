#include "emo3d/service/extract_rows.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"
#include "emo3d/base/version.h"
#include "emo3d/face/channel_order.h"
#include "emo3d/face/expression_json.h"
#include "emo3d/service/head_pose.h"

namespace emo3d::service {
namespace {

constexpr std::string_view kNeutral = "_neutral";
constexpr std::string_view kFormat = "emo3d-faces";
constexpr std::size_t kVersion = 1;

double rounded(float value, double steps) { return std::round(static_cast<double>(value) * steps) / steps; }
double angle(float degrees) { return rounded(degrees, 1e2); }

OrderedJson landmarks_json(const landmark::Face& face) {
  constexpr double kSteps = 1e7;  // a thousandth of a pixel at the largest side of an Image
  OrderedJson points = OrderedJson::array();
  for (const landmark::Landmark& p : face.landmarks)
    points.push_back({rounded(p.x, kSteps), rounded(p.y, kSteps), rounded(p.z, kSteps)});
  return points;
}

OrderedJson face_row(const PhotoFaces& found, std::size_t index, bool landmarks) {
  const landmark::Face& face = found.faces[index];
  const std::string file = path_text(found.photo.path.filename());
  OrderedJson row = {{"image", path_text(found.photo.path)},
                     {"name", found.faces.size() == 1 ? file : fmt::format("{}, face {}", file, index + 1)},
                     {"width", found.width},
                     {"height", found.height},
                     {"face", index + 1},
                     {"faces", found.faces.size()},
                     {"score", face::rounded_score(face.score)},
                     {"presence", face::rounded_score(face.presence)}};
  const HeadPose pose = head_pose(head_axes(face, found.width, found.height));
  row.update(
      {{"yaw_deg", angle(pose.yaw_deg)}, {"pitch_deg", angle(pose.pitch_deg)}, {"roll_deg", angle(pose.roll_deg)}});
  if (face.matrix) {
    OrderedJson& matrix = row["matrix"] = OrderedJson::array();
    for (const float value : *face.matrix) matrix.push_back(rounded(value, 1e6));
  }
  row[std::string(kNeutral)] = face::rounded_score(face.blendshapes[0]);
  const face::Expression expression = landmark::expression_of(face);
  OrderedJson& scores = row["blendshapes"] = OrderedJson::object();
  for (const face::Channel c : face::channels()) scores[std::string(name(c))] = face::rounded_score(expression[c]);
  if (landmarks) row["landmarks"] = landmarks_json(face);
  return row;
}

}  // namespace

const std::array<std::string_view, 52>& score_columns() {
  static const std::array<std::string_view, 52> names = [] {
    std::array<std::string_view, 52> all{kNeutral};
    std::ranges::transform(channels_of(face::ChannelOrder::kMediaPipe), all.begin() + 1,
                           [](face::Channel c) { return name(c); });
    return all;
  }();
  return names;
}

std::string path_text(const std::filesystem::path& path) {
  const std::string bytes = path.string();
  std::string text;
  for (std::string_view rest = bytes; !rest.empty();) {
    const Utf8Char next = decode_utf8(rest);
    text += next.valid ? std::string(rest.substr(0, next.length))
                       : fmt::format("\\x{:02x}", static_cast<unsigned char>(rest[0]));
    rest.remove_prefix(next.length);
  }
  return text;
}

std::vector<OrderedJson> to_rows(const PhotoFaces& found, bool landmarks) {
  std::vector<OrderedJson> rows;
  for (std::size_t i = 0; i < found.faces.size(); ++i) rows.push_back(face_row(found, i, landmarks));
  if (!found.picture_fault.empty())
    for (OrderedJson& row : rows) row["picture_error"] = found.picture_fault;
  if (!rows.empty()) return rows;
  OrderedJson row = {{"image", path_text(found.photo.path)}, {"name", path_text(found.photo.path.filename())}};
  if (!found.is_failed()) row.update({{"width", found.width}, {"height", found.height}, {"faces", 0}});
  row["error"] = found.reason;
  return {std::move(row)};
}

OrderedJson faces_document(std::vector<OrderedJson> rows) {
  return {{"format", kFormat}, {"version", kVersion}, {"generator", generator()}, {"faces", std::move(rows)}};
}

bool is_faces_document(const Json& json) {
  const auto format = json.is_object() ? json.find("format") : json.end();
  return format != json.end() && *format == kFormat;
}

const std::vector<Json>& rows_of_document(const Json& json, std::string_view source) {
  check(is_faces_document(json), ErrorCode::kInvalidData, "{}: \"format\" is not \"{}\"", source, kFormat);
  const std::size_t version = size_member(json, "version", source);
  check(version == kVersion, ErrorCode::kInvalidData, "{}: \"version\" {} is not supported, expected {}", source,
        version, kVersion);
  const Json& faces = member(json, "faces", source);
  check(faces.is_array(), ErrorCode::kInvalidData, "{}: \"faces\" is no list", source);
  return faces.get_ref<const std::vector<Json>&>();
}

ScoredRow scored_row(const Json& row, std::string_view source) {
  ScoredRow result{.image = string_member(row, "image", source), .scores = {}};
  if (row.contains("error")) return result;
  auto scores = to_order(face::expression_from_json(row, source).expression, face::ChannelOrder::kMediaPipe);
  const Json& neutral = member(row, kNeutral.data(), source);
  check(neutral.is_number() && neutral.get<double>() >= 0 && neutral.get<double>() <= 1, ErrorCode::kInvalidData,
        "{}: \"_neutral\" is not a score in [0,1]", source);
  scores[0] = neutral.get<float>();
  result.scores = scores;
  return result;
}

}  // namespace emo3d::service
