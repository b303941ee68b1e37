#include "emo3d/tflite/executor.h"

#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/tflite/arena.h"
#include "emo3d/tflite/onednn.h"
#include "emo3d/tflite/step.h"

namespace emo3d::tflite {
namespace {

constexpr int kMaxThreads = 64;

std::unique_ptr<Step> make_step(const Operator& op, const Operands& operands) {
  switch (op.kind) {
    case OpKind::kConv2d:
      return make_convolution(op, operands);
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
  ExecutorOptions options;
  Arena arena;
  std::vector<std::size_t> pieces;  ///< By tensor: the piece of the arena that holds it.
  std::vector<std::unique_ptr<Step>> steps;

  Impl(const Model& of, const ExecutorOptions& with) : model(of), options(with), pieces(of.graph().tensors.size()) {
    plan_memory();
    const Graph& graph = model.graph();
    for (const Operator& op : graph.operators) {
      Operands operands;
      for (const std::size_t input : op.inputs) operands.inputs.push_back(values(input));
      operands.output = values(op.output);
      if (auto step = make_step(op, operands)) steps.push_back(std::move(step));
    }
  }

  void plan_memory() {
    const Graph& graph = model.graph();
    std::vector<Lifetime> lifetimes;
    const auto add = [&](std::size_t tensor, std::size_t now) {
      pieces[tensor] = lifetimes.size();
      lifetimes.push_back({element_count(graph.tensors[tensor].shape) * sizeof(float), now, now});
    };
    for (const std::size_t input : graph.inputs) add(input, 0);
    for (std::size_t now = 0; now < graph.operators.size(); ++now) {
      const Operator& op = graph.operators[now];
      for (const std::size_t input : op.inputs)
        if (!graph.tensors[input].constant) lifetimes[pieces[input]].last = now;
      if (op.kind == OpKind::kReshape && !graph.tensors[op.inputs[0]].constant)
        pieces[op.output] = pieces[op.inputs[0]];
      else
        add(op.output, now);
    }
    const std::size_t end = graph.operators.size();
    for (const std::size_t input : graph.inputs) lifetimes[pieces[input]].last = end;
    for (const std::size_t output : graph.outputs) lifetimes[pieces[output]].last = end;
    arena = Arena(lifetimes);
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
  const OpenMpThreads threads(options.threads);
  impl_ = translated([&] { return std::make_unique<Impl>(model, options); });
}

Executor::Executor(Executor&&) noexcept = default;
Executor& Executor::operator=(Executor&&) noexcept = default;
Executor::~Executor() = default;

std::span<float> Executor::input(std::size_t index) { return impl_->port(impl_->model.graph().inputs, index); }

void Executor::run() {
  const OpenMpThreads threads(impl_->options.threads);
  translated([&] {
    for (const auto& step : impl_->steps) step->run();
    thread_stream().wait();
  });
}

std::span<const float> Executor::output(std::size_t index) const {
  return impl_->port(impl_->model.graph().outputs, index);
}

}  // namespace emo3d::tflite
