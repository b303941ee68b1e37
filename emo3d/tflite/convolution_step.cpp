#include <algorithm>
#include <unordered_map>

#include "emo3d/tflite/onednn.h"
#include "emo3d/tflite/step.h"

namespace emo3d::tflite {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;
using Type = memory::data_type;

memory::dims dims(std::initializer_list<int> sides) { return {sides.begin(), sides.end()}; }

/// NHWC as oneDNN names it: sides in the order NCHW, stored channels last.
memory::desc image_desc(const Shape& shape) {
  return {dims({shape[0], shape[3], shape[1], shape[2]}), Type::f32, Tag::nhwc};
}

class ConvolutionStep : public Step {
 public:
  ConvolutionStep(const Operator& op, const Operands& operands) {
    const Shape &in = operands.inputs[0].shape, &out = operands.output.shape, &filter = operands.inputs[1].shape;
    const Window& window = op.window;
    const bool with_bias = operands.inputs.size() > 2;
    const memory::desc bias_desc(dims({out[3]}), Type::f32, Tag::a);
    const memory::dims filter_dims = dims({filter[0], filter[3], filter[1], filter[2]});
    const int bottom = (out[1] - 1) * window.stride_y + window.height - in[1] - window.top;
    const int right = (out[2] - 1) * window.stride_x + window.width - in[2] - window.left;
    const dnnl::convolution_forward::desc operation(
        dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, image_desc(in),
        {filter_dims, Type::f32, Tag::any}, with_bias ? bias_desc : memory::desc(), image_desc(out),
        dims({window.stride_y, window.stride_x}), dims({window.top, window.left}), dims({bottom, right}));
    dnnl::primitive_attr attributes;
    dnnl::post_ops post_ops;
    if (op.relu) post_ops.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
    attributes.set_post_ops(post_ops);
    const dnnl::convolution_forward::primitive_desc description(operation, attributes, cpu());
    primitive_ = dnnl::convolution_forward(description);

    memory plain({filter_dims, Type::f32, Tag::ohwi}, cpu(), operands.inputs[1].data);
    memory weights(description.weights_desc(), cpu());
    dnnl::reorder(plain, weights).execute(thread_stream(), plain, weights);
    thread_stream().wait();
    arguments_ = {{DNNL_ARG_SRC, memory(description.src_desc(), cpu(), operands.inputs[0].data)},
                  {DNNL_ARG_WEIGHTS, weights},
                  {DNNL_ARG_DST, memory(description.dst_desc(), cpu(), operands.output.data)}};
    if (with_bias) arguments_.emplace(DNNL_ARG_BIAS, memory(bias_desc, cpu(), operands.inputs[2].data));
  }

  void run() override { primitive_.execute(thread_stream(), arguments_); }

 private:
  dnnl::convolution_forward primitive_;
  std::unordered_map<int, memory> arguments_;
};

}  // namespace

std::unique_ptr<Step> make_convolution(const Operator& op, const Operands& operands) {
  return std::make_unique<ConvolutionStep>(op, operands);
}

}  // namespace emo3d::tflite
