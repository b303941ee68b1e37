#include "emo3d/tflite/executor.h"

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/tflite/arena.h"
#include "emo3d/tflite/memory_plan.h"
#include "emo3d/tflite/onednn.h"
#include "emo3d/tflite/step.h"

namespace emo3d::tflite {
namespace {

constexpr int kMaxThreads = 64;
/// Of what oneDNN may ask for on top of the activations, for models far larger than those in use.
constexpr std::size_t kMaxScratchBytes = std::size_t{256} << 20;

std::unique_ptr<Step> make_step(const Operator& op, const Operands& operands, const ConvolutionOptions& options) {
  switch (op.kind) {
    case OpKind::kConv2d:
      return make_convolution(op, operands, options);
    case OpKind::kDepthwiseConv2d:
      return make_depthwise(op, operands);
    case OpKind::kMaxPool2d:
      return make_pooling(op, operands);
    case OpKind::kAdd:
    case OpKind::kSub:
    case OpKind::kMul:
    case OpKind::kDiv:
    case OpKind::kSquaredDifference:
    case OpKind::kPrelu:
      return make_binary(op, operands);
    case OpKind::kRelu:
    case OpKind::kLogistic:
    case OpKind::kNeg:
    case OpKind::kSqrt:
    case OpKind::kRsqrt:
      return make_unary(op, operands);
    case OpKind::kMean:
    case OpKind::kSum:
      return make_reduction(op, operands);
    case OpKind::kConcatenation:
    case OpKind::kPad:
    case OpKind::kStridedSlice:
    case OpKind::kTranspose:
      return make_copy(op, operands);
    case OpKind::kReshape:
      if (operands.inputs[0].data != operands.output.data) return make_copy(op, operands);
      break;
    case OpKind::kDequantize:
      break;
  }
  return nullptr;  // nothing to do at run time
}

}  // namespace

bool bf16_supported() {
  const auto bits = [](dnnl::cpu_isa isa) { return static_cast<unsigned>(isa); };
  const unsigned wanted = bits(dnnl::cpu_isa::avx512_core_bf16);
  return (bits(dnnl::get_effective_cpu_isa()) & wanted) == wanted;
}

struct Executor::Impl {
  Model model;
  Team team;
  Arena arena, scratch;
  std::vector<std::size_t> pieces;  ///< By tensor: the piece of the arena that holds it.
  std::vector<std::unique_ptr<Step>> steps;

  Impl(const Model& of, const ExecutorOptions& with) : model(of), team(with.threads, stay_in_this_thread) {
    const ConvolutionOptions convolutions = {.parts = team.size(), .bf16 = with.precision == Precision::kBf16};
    const std::vector<FusedOperator> operators = fuse(model.graph());
    MemoryPlan plan = plan_memory(model.graph(), operators);
    arena = Arena(plan.pieces);
    pieces = std::move(plan.piece_of);
    for (const FusedOperator& fused : operators) {
      Operands operands;
      operands.activation = fused.activation;
      for (const std::size_t input : fused.op.inputs) operands.inputs.push_back(values(input));
      operands.output = values(fused.op.output);
      if (fused.residual != Operator::kNoTensor) operands.residual = values(fused.residual).data;
      if (fused.slope != Operator::kNoTensor) operands.slope = values(fused.slope).data;
      if (auto step = make_step(fused.op, operands, convolutions)) steps.push_back(std::move(step));
    }
    std::size_t scratch_bytes = 0;
    for (const auto& step : steps) scratch_bytes = std::max(scratch_bytes, step->scratch_bytes());
    check(scratch_bytes <= kMaxScratchBytes, ErrorCode::kInvalidData, "{}: a step needs {} bytes, at most {} are given",
          model.name(), scratch_bytes, kMaxScratchBytes);
    scratch = Arena(std::vector<Lifetime>{{.bytes = scratch_bytes}});
    for (const auto& step : steps) step->use_scratch(scratch.at(0));
    for (const std::size_t input : model.graph().inputs) {
      const Values zeroed = values(input);
      std::fill_n(zeroed.data, element_count(zeroed.shape), 0.0F);
    }
  }

  [[nodiscard]] Values values(std::size_t tensor) const {
    const Tensor& known = model.graph().tensors[tensor];
    // Steps take their inputs by pointers to non-const memory, as oneDNN does, and do not write to them.
    if (known.constant) return {known.shape, const_cast<float*>(known.values.data())};
    return {known.shape, reinterpret_cast<float*>(arena.at(pieces[tensor]))};
  }

  [[nodiscard]] std::span<float> port(const std::vector<std::size_t>& tensors, std::size_t index) const {
    check(index < tensors.size(), ErrorCode::kInvalidArgument, "{}: input or output {} of {}", model.name(), index,
          tensors.size());
    const Values found = values(tensors[index]);
    return {found.data, element_count(found.shape)};
  }
};

Executor::Executor(const Model& model, const ExecutorOptions& options) {
  check(options.threads >= 1 && options.threads <= kMaxThreads, ErrorCode::kInvalidArgument,
        "{} threads, expected 1 to {}", options.threads, kMaxThreads);
  check(options.precision == Precision::kF32 || bf16_supported(), ErrorCode::kUnavailable,
        "bfloat16 needs a processor with AVX-512 BF16 or AMX");
  const OpenMpThreads one(1);
  impl_ = translated([&] { return std::make_unique<Impl>(model, options); });
}

Executor::Executor(Executor&&) noexcept = default;
Executor& Executor::operator=(Executor&&) noexcept = default;
Executor::~Executor() = default;

std::span<float> Executor::input(std::size_t index) { return impl_->port(impl_->model.graph().inputs, index); }

void Executor::run() {
  const OpenMpThreads one(1);  // work is shared by the team, not by oneDNN
  translated([&] {
    for (const auto& step : impl_->steps) step->run(impl_->team);
  });
}

std::span<const float> Executor::output(std::size_t index) const {
  return impl_->port(impl_->model.graph().outputs, index);
}

}  // namespace emo3d::tflite
