#include "emo3d/service/figure.h"

#include "emo3d/base/file.h"
#include "emo3d/rig/head.h"

namespace emo3d::service {

std::shared_ptr<const rig::Figure> load_figure(const FigureOptions& options) {
  if (!options.identity.empty())
    return std::make_shared<rig::Head>(
        rig::Head::load(data_directory() / "head" / "head.bin", rig::identity(options.identity)));
  return {std::shared_ptr<void>(), &rig::Head::built_in()};
}

}  // namespace emo3d::service
