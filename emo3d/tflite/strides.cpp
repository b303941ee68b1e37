#include "emo3d/tflite/strides.h"

namespace emo3d::tflite {

std::vector<std::size_t> strides_of(const Shape& shape) {
  std::vector<std::size_t> strides(shape.size());
  std::size_t step = 1;
  for (std::size_t i = shape.size(); i-- > 0;) {
    strides[i] = shape[i] == 1 ? 0 : step;
    step *= static_cast<std::size_t>(shape[i]);
  }
  return strides;
}

std::vector<std::size_t> broadcast_strides(const Shape& tensor, const Shape& shape) {
  const std::vector<std::size_t> own = strides_of(tensor);
  std::vector<std::size_t> strides(shape.size());
  for (std::size_t back = 1; back <= own.size(); ++back) strides[shape.size() - back] = own[own.size() - back];
  return strides;
}

void PairWalk::simplify() {
  PairWalk simple;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 1) continue;
    const auto side = static_cast<std::size_t>(shape[i]);
    if (!simple.shape.empty() && simple.first.back() == first[i] * side && simple.second.back() == second[i] * side) {
      simple.shape.back() *= shape[i];
      simple.first.back() = first[i];
      simple.second.back() = second[i];
      continue;
    }
    simple.shape.push_back(shape[i]);
    simple.first.push_back(first[i]);
    simple.second.push_back(second[i]);
  }
  if (simple.shape.empty()) simple = {{1}, {0}, {0}};
  *this = std::move(simple);
}

}  // namespace emo3d::tflite
