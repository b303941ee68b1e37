#include "emo3d/service/info.h"

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/parallel.h"
#include "emo3d/base/version.h"
#include "emo3d/model/store.h"
#include "emo3d/nn/linear.h"
#include "emo3d/rig/identity.h"

namespace emo3d::service {

OrderedJson info() {
  const model::ModelStore store = model::ModelStore::open();
  OrderedJson models = OrderedJson::object();
  for (const model::Asset& asset : store.assets()) models[asset.name] = name(store.state(asset.name));
  OrderedJson identities = OrderedJson::object();
  for (const rig::Identity& person : rig::identities()) identities[person.name] = person.description;
  return {{"version", version()},
          {"data", data_directory().string()},
          {"home", model::home_directory().string()},
          {"models", std::move(models)},
          {"identities", std::move(identities)},
          {"precisions", nn::bfloat16_supported() ? OrderedJson{"f32", "bf16"} : OrderedJson{"f32"}},
          {"threads", default_threads()},
          {"instruction_set", nn::instruction_set()}};
}

}  // namespace emo3d::service
