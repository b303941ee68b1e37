#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <new>
#include <span>

#include "emo3d/tflite/arena.h"
#include "emo3d/tflite/kernels.h"
#include "emo3d/tflite/onednn.h"
#include "emo3d/tflite/step.h"

namespace emo3d::tflite {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;
using Type = memory::data_type;

memory::dims dims(std::initializer_list<int> sides) { return {sides.begin(), sides.end()}; }

/// NHWC as oneDNN names it: sides in the order NCHW, stored channels last.
memory::desc image_desc(const Shape& shape, Type type) {
  return {dims({shape[0], shape[3], shape[1], shape[2]}), type, Tag::nhwc};
}

/// A part of the output, and what of the image it needs.
struct Piece {
  Shape in, out;
  int top = 0;  ///< Rows of padding in front.
  std::size_t in_offset = 0, out_offset = 0;
};

/// Rows [first, last) of the only image.
Piece rows(const Window& window, const Operands& operands, int first, int last) {
  const Shape &in = operands.inputs[0].shape, &out = operands.output.shape;
  const int above = first * window.stride_y - window.top;
  const int below = (last - 1) * window.stride_y - window.top + window.height;
  const int from = std::max(above, 0);
  const auto row = [](const Shape& shape) {
    return static_cast<std::size_t>(shape[2]) * static_cast<std::size_t>(shape[3]);
  };
  return {.in = {in[0], std::min(below, in[1]) - from, in[2], in[3]},
          .out = {out[0], last - first, out[2], out[3]},
          .top = from - above,
          .in_offset = static_cast<std::size_t>(from) * row(in),
          .out_offset = static_cast<std::size_t>(first) * row(out)};
}

/// Pixels [first, last) of all images in a row, where no pixel needs its neighbours.
Piece pixels(int in_channels, int out_channels, int first, int last) {
  return {.in = {1, 1, last - first, in_channels},
          .out = {1, 1, last - first, out_channels},
          .in_offset = static_cast<std::size_t>(first) * static_cast<std::size_t>(in_channels),
          .out_offset = static_cast<std::size_t>(first) * static_cast<std::size_t>(out_channels)};
}

/// A convolution of one piece, made ready: oneDNN's primitive and what it does not do as fast.
class Part {
 public:
  Part(const Window& window, const Piece& piece, const Operands& operands, bool bf16, const Part* before)
      : in_(operands.inputs[0].data + piece.in_offset, element_count(piece.in)),
        out_(operands.output.data + piece.out_offset, element_count(piece.out)),
        bf16_(bf16) {
    const Shape &filter = operands.inputs[1].shape, &in = piece.in, &out = piece.out;
    const Type type = bf16 ? Type::bf16 : Type::f32;
    const bool with_bias = operands.inputs.size() > 2;
    const memory::desc bias_desc = with_bias ? memory::desc(dims({out[3]}), Type::f32, Tag::a) : memory::desc();
    const memory::dims filter_dims = dims({filter[0], filter[3], filter[1], filter[2]});
    const int bottom = (out[1] - 1) * window.stride_y + window.height - in[1] - piece.top;
    const int right = (out[2] - 1) * window.stride_x + window.width - in[2] - window.left;
    const dnnl::convolution_forward::desc operation(
        dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, image_desc(in, type),
        {filter_dims, type, Tag::any}, bias_desc, image_desc(out, Type::f32), dims({window.stride_y, window.stride_x}),
        dims({piece.top, window.left}), dims({bottom, right}));
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(post_ops(operands));
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    const dnnl::convolution_forward::primitive_desc description(operation, attributes, cpu());
    primitive_ = dnnl::convolution_forward(description);

    if (before != nullptr && before->weights_.get_desc() == description.weights_desc())
      weights_ = before->weights_;
    else
      weights_ = ordered_weights({filter_dims, Type::f32, Tag::ohwi}, operands, description.weights_desc());
    if (with_bias) bias_ = memory(bias_desc, cpu(), operands.inputs[2].data);
    source_ = memory(description.src_desc(), cpu(), bf16 ? nullptr : static_cast<void*>(in_.data()));
    result_ = memory(description.dst_desc(), cpu(), out_.data());
    scratch_ = memory(description.scratchpad_desc(), cpu(), nullptr);
    if (operands.residual != nullptr && operands.residual != operands.output.data)
      residual_ = {operands.residual + piece.out_offset, out_.size()};
    // oneDNN 2.6 has a PReLU that can be drawn into convolutions, but then takes its slowest implementation.
    if (operands.slope != nullptr) slope_ = repeat_for_lanes({operands.slope, static_cast<std::size_t>(out[3])});
    arguments_ = {{{DNNL_ARG_SRC, source_.get()},
                   {DNNL_ARG_WEIGHTS, weights_.get()},
                   {DNNL_ARG_DST, result_.get()},
                   {DNNL_ARG_SCRATCHPAD, scratch_.get()},
                   {DNNL_ARG_BIAS, with_bias ? bias_.get() : nullptr}}};
  }

  [[nodiscard]] std::size_t scratch_bytes() const { return rounded_bytes() + scratch_.get_desc().get_size(); }
  void use_scratch(std::byte* memory) {
    if (bf16_) {
      rounded_ = {reinterpret_cast<std::uint16_t*>(memory), in_.size()};
      source_.set_data_handle(memory);
    }
    scratch_.set_data_handle(memory + rounded_bytes());
  }

  /// Runs in a Team's thread, out of which nothing may be thrown.
  [[nodiscard]] dnnl_status_t run() const noexcept {
    std::ranges::copy(residual_, out_.begin());
    if (bf16_) round_to_bf16(in_, rounded_);
    // The C interface takes the arguments as they are, where the C++ one makes a new list at every call.
    const int count = static_cast<int>(arguments_.size()) - (arguments_.back().memory == nullptr ? 1 : 0);
    const dnnl_status_t status = execute(count);
    if (status == dnnl_success && !slope_.empty()) apply_prelu(out_, slope_);
    return status;
  }

 private:
  [[nodiscard]] dnnl_status_t execute(int count) const noexcept {
    try {
      return dnnl_primitive_execute(primitive_.get(), thread_stream().get(), count, arguments_.data());
    } catch (const dnnl::error& e) {  // of the thread's stream, which its first convolution makes
      return e.status;
    } catch (const std::bad_alloc&) {
      return dnnl_out_of_memory;
    } catch (const std::exception&) {
      return dnnl_runtime_error;
    }
  }

  static dnnl::post_ops post_ops(const Operands& operands) {
    dnnl::post_ops post_ops;
    if (operands.residual != nullptr) post_ops.append_sum(1);
    if (operands.activation == Activation::kRelu) post_ops.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
    return post_ops;
  }

  static memory ordered_weights(const memory::desc& plain_desc, const Operands& operands, const memory::desc& desc) {
    memory plain(plain_desc, cpu(), operands.inputs[1].data), ordered(desc, cpu());
    dnnl::reorder(plain, ordered).execute(thread_stream(), plain, ordered);
    thread_stream().wait();
    return ordered;
  }

  [[nodiscard]] std::size_t rounded_bytes() const {
    const std::size_t bytes = bf16_ ? in_.size() * sizeof(std::uint16_t) : 0;
    return (bytes + Arena::kAlignment - 1) / Arena::kAlignment * Arena::kAlignment;
  }

  std::span<float> in_, out_;
  bool bf16_;
  std::span<std::uint16_t> rounded_;  ///< The input in bfloat16.
  std::span<const float> residual_;   ///< To be copied to the output, to which the convolution adds.
  std::vector<float> slope_;
  dnnl::convolution_forward primitive_;
  memory source_, weights_, bias_, result_, scratch_;
  std::array<dnnl_exec_arg_t, 5> arguments_{};
};

/// Multiply-adds of a convolution, and channels of its input, from which on bfloat16 gains more than rounding costs.
constexpr std::size_t kWorthRounding = 500'000;
constexpr int kWideEnough = 32;

class ConvolutionStep : public Step {
 public:
  ConvolutionStep(const Operator& op, const Operands& operands, const ConvolutionOptions& options) {
    const Shape &out = operands.output.shape, &filter = operands.inputs[1].shape;
    const std::size_t work = element_count(out) * element_count(filter) / static_cast<std::size_t>(filter[0]);
    const bool bf16 = options.bf16 && work >= kWorthRounding && filter[3] >= kWideEnough;
    for (const Piece& piece : pieces_of(op.window, operands, work < kWorthSharing ? 1 : options.parts))
      parts_.emplace_back(op.window, piece, operands, bf16, parts_.empty() ? nullptr : &parts_.front());
  }

  [[nodiscard]] std::size_t scratch_bytes() const override {
    std::size_t bytes = 0;
    for (const Part& part : parts_) bytes += part.scratch_bytes();
    return bytes;
  }
  void use_scratch(std::byte* memory) override {
    for (Part& part : parts_) {
      part.use_scratch(memory);
      memory += part.scratch_bytes();
    }
  }

  void run(Team& team) override {
    std::atomic<dnnl_status_t> failure = dnnl_success;
    team.run(parts_.size(), [&](std::size_t i) {
      if (const dnnl_status_t status = parts_[i].run(); status != dnnl_success) failure = status;
    });
    dnnl::error::wrap_c_api(failure, "a convolution failed");
  }

 private:
  static std::vector<Piece> pieces_of(const Window& window, const Operands& operands, std::size_t parts) {
    const Shape &in = operands.inputs[0].shape, &out = operands.output.shape;
    const bool pointwise = window.height == 1 && window.width == 1 && window.stride_y == 1 && window.stride_x == 1;
    if (!pointwise && out[0] != 1) return {{.in = in, .out = out, .top = window.top}};
    const int sides = pointwise ? out[0] * out[1] * out[2] : out[1];
    const int count = std::min(static_cast<int>(parts), sides);
    std::vector<Piece> pieces;
    for (int i = 0; i < count; ++i) {
      const int first = sides / count * i + std::min(i, sides % count);
      const int last = first + sides / count + (i < sides % count ? 1 : 0);
      pieces.push_back(pointwise ? pixels(in[3], out[3], first, last) : rows(window, operands, first, last));
    }
    return pieces;
  }

  std::vector<Part> parts_;
};

}  // namespace

std::unique_ptr<Step> make_convolution(const Operator& op, const Operands& operands,
                                       const ConvolutionOptions& options) {
  return std::make_unique<ConvolutionStep>(op, operands, options);
}

}  // namespace emo3d::tflite
