#include "emo3d/landmark/face.h"

#include "emo3d/face/channel_order.h"

namespace emo3d::landmark {

face::Expression expression_of(const Face& face) {
  return face::from_order(face.blendshapes, face::ChannelOrder::kMediaPipe);
}

}  // namespace emo3d::landmark
