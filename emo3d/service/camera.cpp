#include "emo3d/service/camera.h"

#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "emo3d/base/error.h"

namespace emo3d::service {
namespace {

constexpr std::array<std::pair<std::string_view, render::View>, 5> kViews = {
    {{"front", render::View::kFront},
     {"left", render::View::kLeft},
     {"right", render::View::kRight},
     {"three-quarter", render::View::kThreeQuarter},
     {"back", render::View::kBack}}};

constexpr std::array<std::pair<std::string_view, float render::Camera::*>, 4> kNumbers = {
    {{"distance_cm", &render::Camera::distance_cm},
     {"yaw_deg", &render::Camera::yaw_deg},
     {"pitch_deg", &render::Camera::pitch_deg},
     {"field_of_view_deg", &render::Camera::field_of_view_deg}}};

float number(const Json& value, std::string_view field, std::string_view source) {
  check(value.is_number(), ErrorCode::kInvalidData, "{}: {}: {} is not a number", source, quote(field),
        quote(value.dump(-1, ' ', true, Json::error_handler_t::replace)));
  return static_cast<float>(value.get<double>());
}

rig::Vec3 target(const Json& value, std::string_view source) {
  check(value.is_array() && value.size() == 3, ErrorCode::kInvalidData,
        "{}: \"target\": expected three numbers, x, y and z in centimetres", source);
  return {number(value[0], "target", source), number(value[1], "target", source), number(value[2], "target", source)};
}

}  // namespace

std::string view_names() {
  std::string names;
  for (const auto& [name, view] : kViews) names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

render::View parse_view(std::string_view name) {
  for (const auto& [known, view] : kViews)
    if (known == name) return view;
  fail(ErrorCode::kInvalidArgument, "view {} is unknown, expected one of {}", quote(name), view_names());
}

render::Camera camera_from_json(const Json& json, std::string_view source) {
  check(json.is_object(), ErrorCode::kInvalidData, "{}: expected an object", source);
  render::Camera camera;
  for (const auto& [field, value] : json.items()) {
    if (field == "target") {
      camera.target = target(value, source);
      continue;
    }
    bool known = false;
    for (const auto& [name, member] : kNumbers)
      if (name == field) {
        camera.*member = number(value, field, source);
        known = true;
      }
    check(known, ErrorCode::kInvalidData,
          "{}: {} is unknown, expected target, distance_cm, yaw_deg, pitch_deg or field_of_view_deg", source,
          quote(field));
  }
  try {
    (void)render::view_frame(camera);
  } catch (const Error& e) {
    fail(ErrorCode::kInvalidData, "{}: {}", source, e.what());
  }
  return camera;
}

OrderedJson to_json(const render::Camera& camera) {
  const auto written = [](float value) { return std::round(static_cast<double>(value) * 1e6) / 1e6; };
  OrderedJson json = {
      {"target", OrderedJson::array({written(camera.target.x), written(camera.target.y), written(camera.target.z)})}};
  for (const auto& [name, member] : kNumbers) json[std::string(name)] = written(camera.*member);
  return json;
}

render::Camera camera_around() {
  const render::Camera front;
  constexpr float kDepth_cm = 2.5f;  // of the middle of the head behind the middle of the face
  return {.target = {front.target.x, front.target.y, -kDepth_cm}, .distance_cm = front.distance_cm + kDepth_cm};
}

render::Camera camera_of(const CameraOptions& options) {
  const bool turned = options.yaw_deg || options.pitch_deg;
  render::Camera camera = options.custom ? *options.custom
                          : options.view ? render::camera(*options.view)
                          : turned       ? camera_around()
                                         : render::Camera{};
  camera.yaw_deg = options.yaw_deg.value_or(camera.yaw_deg);
  camera.pitch_deg = options.pitch_deg.value_or(camera.pitch_deg);
  return camera;
}

}  // namespace emo3d::service
