#include "emo3d/service/info.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/parallel.h"
#include "emo3d/base/version.h"
#include "emo3d/nn/linear.h"
#include "emo3d/rig/identity.h"
#include "emo3d/store/store.h"

namespace emo3d::service {
namespace {

std::string hexadecimal(const rig::Vec3& srgb) {
  const auto code = [](float value) { return std::lround(std::clamp(value, 0.0f, 1.0f) * 255); };
  return fmt::format("#{:02x}{:02x}{:02x}", code(srgb.x), code(srgb.y), code(srgb.z));
}

double rounded(float value) { return std::round(static_cast<double>(value) * 100) / 100; }

}  // namespace

OrderedJson identity_info(std::string_view name_or_seed) {
  const rig::Identity person = rig::identity(name_or_seed);
  OrderedJson shape = OrderedJson::object();
  for (const rig::ShapeParameter& parameter : rig::shape_parameters())
    shape[std::string(parameter.name)] = rounded(person.shape.*parameter.member);
  const rig::Complexion& skin = person.complexion;
  return {{"identity", person.name},
          {"description", person.description},
          {"shape", std::move(shape)},
          {"complexion",
           {{"skin", hexadecimal(skin.skin)},
            {"lips", hexadecimal(skin.lips)},
            {"iris", hexadecimal(skin.iris)},
            {"flush", rounded(skin.flush)},
            {"freckles", rounded(skin.freckles)},
            {"spots", rounded(skin.spots)},
            {"wrinkles", rounded(skin.wrinkles)},
            {"resting_wrinkles", rounded(skin.resting_wrinkles)},
            {"stubble", rounded(skin.stubble)}}},
          {"hair", {{"colour", hexadecimal(person.hair.colour)}, {"grey", rounded(person.hair.grey)}}},
          {"shirt", hexadecimal(person.shirt)}};
}

OrderedJson info() {
  OrderedJson precisions = OrderedJson::array({"f32"});
  if (nn::bfloat16_supported()) precisions.push_back("bf16");
  if (nn::int8_supported()) precisions.push_back("int8");
  const store::ModelStore store = store::ModelStore::open();
  OrderedJson models = OrderedJson::object();
  for (const store::Asset& asset : store.assets()) models[asset.name] = name(store.state(asset.name));
  OrderedJson identities = OrderedJson::object();
  for (const rig::Identity& person : rig::identities()) identities[person.name] = person.description;
  return {{"version", version()},
          {"data", data_directory().string()},
          {"home", store::home_directory().string()},
          {"models", std::move(models)},
          {"identities", std::move(identities)},
          {"precisions", std::move(precisions)},
          {"threads", default_threads()},
          {"instruction_set", nn::instruction_set()}};
}

}  // namespace emo3d::service
