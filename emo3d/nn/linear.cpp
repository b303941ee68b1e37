#include "emo3d/nn/linear.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <new>
#include <unordered_map>
#include <utility>

#include <dnnl.hpp>

#include "emo3d/base/error.h"
#include "emo3d/nn/bfloat16.h"

// From the OpenMP run time that oneDNN is built with. <omp.h> is not used: clang's belongs to another run time.
extern "C" {
int omp_get_max_threads();
void omp_set_num_threads(int threads);
}

namespace emo3d::nn {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;
using Type = memory::data_type;

/// Rows multiplied at a time: enough to reach full speed, small enough for the second-level cache.
constexpr std::size_t kMaxRows = 256;
static_assert(kMaxRows % Matrix::kRowBlock == 0);

/// Keeps oneDNN on the calling thread for as long as the object lives: its threads would cost more than they bring on
/// matrices of this size, and callers run several texts side by side instead.
class OneThread {
 public:
  OneThread() : before_(omp_get_max_threads()) { omp_set_num_threads(1); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;
  ~OneThread() { omp_set_num_threads(before_); }

 private:
  int before_;
};

const dnnl::engine& cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

dnnl::stream& thread_stream() {
  thread_local dnnl::stream stream(cpu());
  return stream;
}

/// Memory that a thread uses again from call to call, aligned for oneDNN.
class Scratch {
 public:
  [[nodiscard]] void* at_least(std::size_t bytes) {
    constexpr std::size_t kLine = 64;
    const std::size_t lines = (bytes + kLine - 1) / kLine;
    if (lines > block_.rows()) block_ = Matrix(lines, kLine / sizeof(float));
    return block_.data();
  }

 private:
  Matrix block_;
};

bool has_isa(dnnl::cpu_isa wanted) {
  const auto bits = [](dnnl::cpu_isa isa) { return static_cast<unsigned>(isa); };
  return (bits(dnnl::get_effective_cpu_isa()) & bits(wanted)) == bits(wanted);
}

/// Turns oneDNN's exceptions into the library's.
template <typename F>
auto translated(F&& body) {
  try {
    return body();
  } catch (const dnnl::error& e) {
    if (e.status == dnnl_out_of_memory) throw std::bad_alloc();
    fail(ErrorCode::kUnavailable, "oneDNN: {}", e.what());
  }
}

struct Multiply {
  dnnl::matmul primitive;
  memory::desc input, output, scratchpad;
};

}  // namespace

bool bfloat16_supported() { return has_isa(dnnl::cpu_isa::avx512_core_bf16); }

const char* instruction_set() {
  if (has_isa(dnnl::cpu_isa::avx512_core_amx)) return "AVX-512 with AMX";
  if (has_isa(dnnl::cpu_isa::avx512_core_bf16)) return "AVX-512 with BF16";
  if (has_isa(dnnl::cpu_isa::avx512_core)) return "AVX-512";
  if (has_isa(dnnl::cpu_isa::avx2)) return "AVX2";
  return "SSE4.1";
}

struct Linear::Impl {
  std::size_t inputs = 0;
  std::size_t outputs = 0;
  Options options;
  memory weights;
  memory bias;
  mutable std::mutex mutex;
  /// Compiled products by number of rows and whether they add to the output.
  mutable std::map<std::pair<std::size_t, bool>, Multiply> products;

  [[nodiscard]] Type input_type() const { return options.precision == Precision::kBfloat16 ? Type::bf16 : Type::f32; }

  /// oneDNN compiles a product for a fixed number of rows, so counts are rounded up to few different ones.
  [[nodiscard]] std::size_t rounded_rows(std::size_t rows) const {
    const std::size_t step = options.precision == Precision::kFloat32 && rows <= 64 ? 4 : Matrix::kRowBlock;
    return (rows + step - 1) / step * step;
  }

  [[nodiscard]] dnnl::matmul::primitive_desc describe(std::size_t rows, bool add,
                                                      const memory::desc& weights_desc) const {
    const auto dim = [](std::size_t n) { return static_cast<memory::dim>(n); };
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    dnnl::post_ops post_ops;
    if (options.activation == Activation::kRelu) post_ops.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
    if (add) post_ops.append_sum(1);
    attributes.set_post_ops(post_ops);
    const dnnl::matmul::desc operation({{dim(rows), dim(inputs)}, input_type(), Tag::ab}, weights_desc,
                                       {{1, dim(outputs)}, Type::f32, Tag::ab},
                                       {{dim(rows), dim(outputs)}, Type::f32, Tag::ab});
    return {operation, attributes, cpu()};
  }

  [[nodiscard]] const Multiply& product(std::size_t rows, bool add) const {
    const std::lock_guard lock(mutex);
    auto found = products.find({rows, add});
    if (found == products.end()) {
      const auto description = describe(rows, add, weights.get_desc());
      found = products
                  .emplace(std::pair(rows, add), Multiply{dnnl::matmul(description), description.src_desc(),
                                                          description.dst_desc(), description.scratchpad_desc()})
                  .first;
    }
    return found->second;  // nodes of a map stay where they are
  }

  void multiply(const Matrix& input, Matrix& output, bool add) const {
    thread_local Scratch converted;
    thread_local Scratch scratchpad;
    const OneThread one_thread;
    dnnl::stream& stream = thread_stream();
    for (std::size_t start = 0; start < input.rows(); start += kMaxRows) {
      const std::size_t rows = rounded_rows(std::min(kMaxRows, input.rows() - start));
      const Multiply& step = product(rows, add);
      // oneDNN takes its inputs by pointers to non-const memory and does not write to them.
      void* source = const_cast<float*>(input.data() + start * inputs);
      if (options.precision == Precision::kBfloat16) {
        auto* rounded = static_cast<Bfloat16*>(converted.at_least(rows * inputs * sizeof(Bfloat16)));
        round_to_bfloat16({input.data() + start * inputs, rows * inputs}, {rounded, rows * inputs});
        source = rounded;
      }
      memory scratch(step.scratchpad, cpu(), scratchpad.at_least(step.scratchpad.get_size()));
      step.primitive.execute(stream, {{DNNL_ARG_SRC, memory(step.input, cpu(), source)},
                                      {DNNL_ARG_WEIGHTS, weights},
                                      {DNNL_ARG_BIAS, bias},
                                      {DNNL_ARG_DST, memory(step.output, cpu(), output.data() + start * outputs)},
                                      {DNNL_ARG_SCRATCHPAD, scratch}});
    }
    stream.wait();
  }

  void check_width(const Matrix& input) const {
    check(input.cols() == inputs, ErrorCode::kInvalidArgument, "linear layer: input is {} wide, expected {}",
          input.cols(), inputs);
  }
};

Linear::Linear(const TensorView& weight, const TensorView& bias, Options options) : impl_(std::make_unique<Impl>()) {
  check(weight.shape.size() == 2, ErrorCode::kInvalidArgument, "linear layer: weight has shape {}, expected a matrix",
        to_string(weight.shape));
  const bool transposed = options.order == WeightOrder::kOutputByInput;
  const std::size_t inputs = weight.shape[transposed ? 1 : 0];
  const std::size_t outputs = weight.shape[transposed ? 0 : 1];
  constexpr std::size_t kMaxWidth = std::size_t{1} << 24;
  check(inputs > 0 && outputs > 0 && inputs <= kMaxWidth && outputs <= kMaxWidth, ErrorCode::kInvalidArgument,
        "linear layer: weight has shape {}, every side must be in [1, {}]", to_string(weight.shape), kMaxWidth);
  check(weight.values.size() == inputs * outputs, ErrorCode::kInvalidArgument,
        "linear layer: {} values do not fill a weight of shape {}", weight.values.size(), to_string(weight.shape));
  check(bias.values.size() == outputs, ErrorCode::kInvalidArgument, "linear layer: bias has {} values, expected {}",
        bias.values.size(), outputs);
  check(options.precision == Precision::kFloat32 || bfloat16_supported(), ErrorCode::kUnavailable,
        "bfloat16 needs a processor with AVX-512 BF16 or AMX; this one has {}", instruction_set());

  impl_->inputs = inputs;
  impl_->outputs = outputs;
  impl_->options = options;
  translated([&] {
    const OneThread one_thread;
    dnnl::stream& stream = thread_stream();
    const memory::dims weight_dims{static_cast<memory::dim>(inputs), static_cast<memory::dim>(outputs)};
    const auto description = impl_->describe(kMaxRows, false, {weight_dims, impl_->input_type(), Tag::any});
    memory plain({weight_dims, Type::f32, transposed ? Tag::ba : Tag::ab}, cpu(),
                 const_cast<float*>(weight.values.data()));
    impl_->weights = memory(description.weights_desc(), cpu());
    dnnl::reorder(plain, impl_->weights).execute(stream, plain, impl_->weights);
    impl_->bias = memory(description.bias_desc(), cpu());
    std::ranges::copy(bias.values, static_cast<float*>(impl_->bias.get_data_handle()));
    stream.wait();
  });
}

Linear::Linear(Linear&&) noexcept = default;
Linear& Linear::operator=(Linear&&) noexcept = default;
Linear::~Linear() = default;

std::size_t Linear::inputs() const { return impl_->inputs; }
std::size_t Linear::outputs() const { return impl_->outputs; }

Matrix Linear::apply(const Matrix& input) const {
  impl_->check_width(input);
  Matrix output(input.rows(), impl_->outputs);
  translated([&] { impl_->multiply(input, output, false); });
  return output;
}

Matrix Linear::apply_add(const Matrix& input, Matrix residual) const {
  impl_->check_width(input);
  check(residual.rows() == input.rows() && residual.cols() == impl_->outputs, ErrorCode::kInvalidArgument,
        "linear layer: residual is {} x {}, expected {} x {}", residual.rows(), residual.cols(), input.rows(),
        impl_->outputs);
  translated([&] { impl_->multiply(input, residual, true); });
  return residual;
}

}  // namespace emo3d::nn
