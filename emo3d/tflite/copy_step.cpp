#include <algorithm>

#include "emo3d/tflite/step.h"
#include "emo3d/tflite/strides.h"

namespace emo3d::tflite {
namespace {

/// Copies a block from one tensor to a place in another, each with strides of its own.
struct BlockCopy {
  PairWalk walk;
  const float* from;
  float* to;

  void run() const {
    const auto count = static_cast<std::size_t>(walk.shape.back());
    const std::size_t from_step = walk.first.back(), to_step = walk.second.back();
    walk.each_row([&](std::size_t source, std::size_t target, std::size_t) {
      if (from_step == 1 && to_step == 1) {
        std::copy_n(from + source, count, to + target);
        return;
      }
      for (std::size_t i = 0; i < count; ++i) to[target + i * to_step] = from[source + i * from_step];
    });
  }
};

class CopyStep : public Step {
 public:
  CopyStep(std::vector<BlockCopy> copies, std::span<float> zeroed) : copies_(std::move(copies)), zeroed_(zeroed) {
    for (BlockCopy& copy : copies_) copy.walk.simplify();
  }
  void run(Team& /*team*/) override {
    std::ranges::fill(zeroed_, 0.0F);
    for (const BlockCopy& copy : copies_) copy.run();
  }

 private:
  std::vector<BlockCopy> copies_;
  std::span<float> zeroed_;
};

std::size_t offset_of(const std::vector<int>& begins, const std::vector<std::size_t>& strides) {
  std::size_t offset = 0;
  for (std::size_t i = 0; i < begins.size(); ++i) offset += static_cast<std::size_t>(begins[i]) * strides[i];
  return offset;
}

BlockCopy transposed(const Operator& op, const Operands& operands) {
  const Values &in = operands.inputs[0], &out = operands.output;
  const auto from = strides_of(in.shape);
  PairWalk walk{out.shape, {}, strides_of(out.shape)};
  for (const int axis : op.axes) walk.first.push_back(from[static_cast<std::size_t>(axis)]);
  return {std::move(walk), in.data, out.data};
}

BlockCopy sliced(const Operator& op, const Operands& operands) {
  const Values& in = operands.inputs[0];
  const auto from = strides_of(in.shape);
  return {{op.block, from, strides_of(op.block)}, in.data + offset_of(op.begins, from), operands.output.data};
}

BlockCopy padded(const Operator& op, const Operands& operands) {
  const Values& in = operands.inputs[0];
  const auto to = strides_of(operands.output.shape);
  return {{in.shape, strides_of(in.shape), to}, in.data, operands.output.data + offset_of(op.begins, to)};
}

std::vector<BlockCopy> concatenated(const Operator& op, const Operands& operands) {
  std::vector<BlockCopy> copies;
  const auto axis = static_cast<std::size_t>(op.axes[0]);
  const auto to = strides_of(operands.output.shape);
  float* place = operands.output.data;
  for (const Values& in : operands.inputs) {
    copies.push_back({{in.shape, strides_of(in.shape), to}, in.data, place});
    place += to[axis] * static_cast<std::size_t>(in.shape[axis]);
  }
  return copies;
}

BlockCopy reshaped(const Operands& operands) {
  const Shape flat = {static_cast<int>(element_count(operands.output.shape))};
  return {{flat, {1}, {1}}, operands.inputs[0].data, operands.output.data};
}

}  // namespace

std::unique_ptr<Step> make_copy(const Operator& op, const Operands& operands) {
  const std::span<float> output(operands.output.data, element_count(operands.output.shape));
  switch (op.kind) {
    case OpKind::kTranspose:
      return std::make_unique<CopyStep>(std::vector{transposed(op, operands)}, output.first(0));
    case OpKind::kStridedSlice:
      return std::make_unique<CopyStep>(std::vector{sliced(op, operands)}, output.first(0));
    case OpKind::kReshape:
      return std::make_unique<CopyStep>(std::vector{reshaped(operands)}, output.first(0));
    case OpKind::kPad:
      return std::make_unique<CopyStep>(std::vector{padded(op, operands)}, output);
    default:
      return std::make_unique<CopyStep>(concatenated(op, operands), output.first(0));
  }
}

}  // namespace emo3d::tflite
