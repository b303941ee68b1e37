#include "emo3d/service/figure.h"

#include "emo3d/avatar/avatar.h"
#include "emo3d/base/error.h"
#include "emo3d/rig/head.h"

namespace emo3d::service {
namespace {

std::shared_ptr<const rig::Figure> load_avatar(const FigureOptions& options) {
  auto avatar = std::make_shared<const avatar::Avatar>(avatar::Avatar::load(options.avatar));
  const avatar::Coverage& coverage = avatar->coverage();
  check(!options.strict || coverage.is_full(), ErrorCode::kInvalidData, "{}: {}", options.avatar.string(),
        coverage.summary());
  if (options.on_coverage) options.on_coverage(coverage);
  return avatar;
}

}  // namespace

std::shared_ptr<const rig::Figure> load_figure(const FigureOptions& options) {
  if (!options.avatar.empty()) return load_avatar(options);
  if (options.identity) return std::make_shared<rig::Head>(rig::Head::of(rig::identity(*options.identity)));
  return {std::shared_ptr<void>(), &rig::Head::built_in()};
}

}  // namespace emo3d::service
