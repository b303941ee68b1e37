#include "emo3d/tflite/memory_plan.h"

#include <algorithm>

namespace emo3d::tflite {
namespace {

class Planner {
 public:
  Planner(const Graph& graph, const std::vector<FusedOperator>& operators)
      : graph_(graph), operators_(operators), last_read_(graph.tensors.size()) {
    plan_.piece_of.resize(graph.tensors.size());
    for (std::size_t now = 0; now < operators.size(); ++now)
      for (const std::size_t tensor : read_by(now)) last_read_[tensor] = now;
    // The caller reads outputs after the last operator, and may count on its inputs for the next run.
    for (const std::size_t tensor : graph.outputs) last_read_[tensor] = operators.size();
    for (const std::size_t tensor : graph.inputs) last_read_[tensor] = operators.size();
  }

  MemoryPlan plan() {
    for (const std::size_t input : graph_.inputs) add_piece(input, 0);
    for (std::size_t now = 0; now < operators_.size(); ++now) {
      const FusedOperator& fused = operators_[now];
      if (fused.op.kind == OpKind::kReshape && !graph_.tensors[fused.op.inputs[0]].constant)
        share(fused.op.output, fused.op.inputs[0]);
      else if (can_add_in_place(fused, now))
        share(fused.op.output, fused.residual);
      else
        add_piece(fused.op.output, now);
    }
    return std::move(plan_);
  }

 private:
  /// Tensors other than constants that an operator reads.
  [[nodiscard]] std::vector<std::size_t> read_by(std::size_t index) const {
    std::vector<std::size_t> tensors;
    for (const std::size_t input : operators_[index].op.inputs)
      if (!graph_.tensors[input].constant) tensors.push_back(input);
    if (operators_[index].residual != Operator::kNoTensor) tensors.push_back(operators_[index].residual);
    return tensors;
  }

  void add_piece(std::size_t tensor, std::size_t now) {
    plan_.piece_of[tensor] = plan_.pieces.size();
    const std::size_t bytes = element_count(graph_.tensors[tensor].shape) * sizeof(float);
    plan_.pieces.push_back({bytes, now, std::max(now, last_read_[tensor])});
  }

  void share(std::size_t tensor, std::size_t with) {
    const std::size_t piece = plan_.piece_of[tensor] = plan_.piece_of[with];
    plan_.pieces[piece].last = std::max(plan_.pieces[piece].last, last_read_[tensor]);
  }

  [[nodiscard]] bool can_add_in_place(const FusedOperator& fused, std::size_t now) const {
    if (fused.residual == Operator::kNoTensor) return false;
    const std::size_t piece = plan_.piece_of[fused.residual];
    const bool is_input = std::ranges::any_of(
        fused.op.inputs, [&](std::size_t t) { return !graph_.tensors[t].constant && plan_.piece_of[t] == piece; });
    return !is_input && plan_.pieces[piece].last == now;
  }

  const Graph& graph_;
  const std::vector<FusedOperator>& operators_;
  std::vector<std::size_t> last_read_;  ///< By tensor.
  MemoryPlan plan_;
};

}  // namespace

MemoryPlan plan_memory(const Graph& graph, const std::vector<FusedOperator>& operators) {
  return Planner(graph, operators).plan();
}

}  // namespace emo3d::tflite
