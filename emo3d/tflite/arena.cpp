#include "emo3d/tflite/arena.h"

#include <algorithm>
#include <new>
#include <numeric>

namespace emo3d::tflite {

Arena::Arena(const std::vector<Lifetime>& pieces) : offsets_(pieces.size()) {
  // The largest pieces first, each at the lowest place that is free for as long as it is needed.
  std::vector<std::size_t> order(pieces.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return pieces[i].bytes; });
  const auto end = [&](std::size_t i) {
    return offsets_[i] + (pieces[i].bytes + kAlignment - 1) / kAlignment * kAlignment;
  };
  std::vector<std::size_t> placed;  // by offset
  for (const std::size_t piece : order) {
    std::size_t offset = 0;
    for (const std::size_t other : placed) {
      if (pieces[other].last < pieces[piece].first || pieces[piece].last < pieces[other].first) continue;
      if (offset + pieces[piece].bytes <= offsets_[other]) break;
      offset = std::max(offset, end(other));
    }
    offsets_[piece] = offset;
    bytes_ = std::max(bytes_, end(piece));
    placed.insert(std::ranges::upper_bound(placed, offset, {}, [&](std::size_t i) { return offsets_[i]; }), piece);
  }
  memory_.reset(static_cast<std::byte*>(::operator new[](std::max(bytes_, kAlignment), std::align_val_t{kAlignment})));
}

void Arena::Free::operator()(std::byte* memory) const { ::operator delete[](memory, std::align_val_t{kAlignment}); }

}  // namespace emo3d::tflite
