#include "emo3d/tflite/fusion.h"

#include <algorithm>
#include <optional>

namespace emo3d::tflite {
namespace {

class Fuser {
 public:
  explicit Fuser(const Graph& graph)
      : graph_(graph), readers_(graph.tensors.size()), drawn_in_(graph.operators.size()) {
    for (std::size_t i = 0; i < graph.operators.size(); ++i)
      for (const std::size_t input : graph.operators[i].inputs) readers_[input].push_back(i);
    for (const std::size_t output : graph.outputs) readers_[output].push_back(kOutside);
  }

  std::vector<FusedOperator> fuse() {
    std::vector<FusedOperator> fused(graph_.operators.size());
    for (std::size_t i = 0; i < graph_.operators.size(); ++i) {
      if (drawn_in_[i]) continue;
      FusedOperator start = alone(graph_.operators[i]);
      std::size_t last = i;
      while (const auto next = extended(start)) {
        // What was fused so far runs at the place of the last operator that it drew in: all inputs are ready there.
        last = *next;
        drawn_in_[last] = true;
      }
      fused[last] = std::move(start);
      kept_.push_back(last);
    }
    std::ranges::sort(kept_);
    std::vector<FusedOperator> result;
    for (const std::size_t i : kept_) result.push_back(std::move(fused[i]));
    return result;
  }

 private:
  static constexpr std::size_t kOutside = SIZE_MAX;

  [[nodiscard]] static bool is_convolution(const Operator& op) {
    return op.kind == OpKind::kConv2d || op.kind == OpKind::kDepthwiseConv2d;
  }

  [[nodiscard]] static FusedOperator alone(const Operator& op) {
    FusedOperator fused{.op = op};
    if (is_convolution(op) && op.relu) {
      fused.op.relu = false;
      fused.activation = Activation::kRelu;
    }
    return fused;
  }

  /// Draws the only reader of the output in and gives its index, or nothing where that cannot be done.
  [[nodiscard]] std::optional<std::size_t> extended(FusedOperator& fused) const {
    const Operator& op = fused.op;
    if (!is_convolution(op) || fused.activation != Activation::kNone || readers_[op.output].size() != 1)
      return std::nullopt;
    const std::size_t index = readers_[op.output].front();
    if (index == kOutside || drawn_in_[index]) return std::nullopt;
    const Operator& reader = graph_.operators[index];
    const bool drawn = reader.kind == OpKind::kRelu    ? draw_relu(fused)
                       : reader.kind == OpKind::kPrelu ? draw_prelu(fused, reader)
                       : reader.kind == OpKind::kAdd   ? draw_add(fused, reader)
                                                       : false;
    if (!drawn) return std::nullopt;
    fused.op.output = reader.output;
    return index;
  }

  [[nodiscard]] static bool draw_relu(FusedOperator& fused) {
    fused.activation = Activation::kRelu;
    return true;
  }

  [[nodiscard]] bool draw_prelu(FusedOperator& fused, const Operator& prelu) const {
    const Tensor& slope = graph_.tensors[prelu.inputs[1]];
    const int channels = graph_.tensors[prelu.output].shape.back();
    if (prelu.inputs[0] != fused.op.output || !slope.constant || slope.shape.empty() ||
        slope.shape.back() != channels || slope.values.size() != static_cast<std::size_t>(channels))
      return false;
    fused.activation = Activation::kPrelu;
    fused.slope = prelu.inputs[1];
    return true;
  }

  [[nodiscard]] bool draw_add(FusedOperator& fused, const Operator& add) const {
    if (fused.op.kind != OpKind::kConv2d || fused.residual != Operator::kNoTensor) return false;
    const std::size_t other = add.inputs[add.inputs[0] == fused.op.output ? 1 : 0];
    if (other == fused.op.output || graph_.tensors[other].constant ||
        graph_.tensors[other].shape != graph_.tensors[add.output].shape ||
        graph_.tensors[fused.op.output].shape != graph_.tensors[add.output].shape)
      return false;
    fused.residual = other;
    if (add.relu) fused.activation = Activation::kRelu;
    return true;
  }

  const Graph& graph_;
  std::vector<std::vector<std::size_t>> readers_;  ///< By tensor: the operators that read it, kOutside for the caller.
  std::vector<bool> drawn_in_;                     ///< By operator.
  std::vector<std::size_t> kept_;
};

}  // namespace

std::vector<FusedOperator> fuse(const Graph& graph) { return Fuser(graph).fuse(); }

}  // namespace emo3d::tflite
