#include "emo3d/nn/product.h"

#include <array>
#include <map>
#include <mutex>

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

/// Weights are ordered as suits this number of rows.
constexpr std::size_t kUsualRows = 256;

struct Product {
  dnnl::matmul primitive;
  memory::desc input, weights, sums, scratchpad;
};

Product compile(const ProductShape& shape, const memory::desc& weights) {
  const auto dim = [](std::size_t n) { return static_cast<memory::dim>(n); };
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  const Type sum_type = shape.type == Type::s8 ? Type::s32 : Type::f32;
  // Of int8 products oneDNN 2.6 has fast kernels only without scales, of all only for dense sums: scales, bias and what
  // follows are applied afterwards (epilogue.h).
  const dnnl::matmul::desc operation({{dim(shape.rows), dim(shape.inputs)}, shape.type, Tag::ab}, weights,
                                     {{dim(shape.rows), dim(shape.columns)}, sum_type, Tag::ab});
  const dnnl::matmul::primitive_desc description(operation, attributes, cpu());
  return {dnnl::matmul(description), description.src_desc(), description.weights_desc(), description.dst_desc(),
          description.scratchpad_desc()};
}

/// Compiled once in the process; layers of the same shape share it, and it stays where it is.
const Product& product(const ProductShape& shape) {
  static std::recursive_mutex mutex;
  static std::map<ProductShape, Product> products;
  const std::lock_guard lock(mutex);
  auto found = products.find(shape);
  if (found == products.end()) {
    memory::desc weights;
    if (shape.rows == kUsualRows) {
      weights = {
          {static_cast<memory::dim>(shape.inputs), static_cast<memory::dim>(shape.columns)}, shape.type, Tag::any};
    } else {
      weights = weight_order(shape.type, shape.inputs, shape.columns);
    }
    found = products.emplace(shape, compile(shape, weights)).first;
  }
  return found->second;
}

/// A product with one thread's arguments.
struct Bound {
  const Product* product;
  memory input, sums, scratchpad;
};

Bound& bound(const ProductShape& shape) {
  thread_local std::map<ProductShape, Bound> known;
  auto found = known.find(shape);
  if (found == known.end()) {
    const Product& made = product(shape);
    found = known
                .emplace(shape, Bound{&made, memory(made.input, cpu(), nullptr), memory(made.sums, cpu(), nullptr),
                                      memory(made.scratchpad, cpu(), nullptr)})
                .first;
  }
  return found->second;
}

}  // namespace

const dnnl::engine& cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

dnnl::stream& thread_stream() {
  thread_local dnnl::stream stream(cpu());
  return stream;
}

OneThread::OneThread() : before_(omp_get_max_threads()) { omp_set_num_threads(1); }
OneThread::~OneThread() { omp_set_num_threads(before_); }

memory::desc weight_order(Type type, std::size_t inputs, std::size_t columns) {
  return product({.type = type, .rows = kUsualRows, .inputs = inputs, .columns = columns}).weights;
}

void multiply(const ProductShape& shape, const void* input, const memory& weights, void* sums) {
  thread_local Scratch scratchpad;
  const OneThread one_thread;
  Bound& step = bound(shape);
  // oneDNN takes its inputs by pointers to non-const memory and does not write to them.
  step.input.set_data_handle(const_cast<void*>(input));
  step.sums.set_data_handle(sums);
  step.scratchpad.set_data_handle(scratchpad.at_least(step.product->scratchpad.get_size()));
  // The C interface takes the arguments as they are, where the C++ one makes a new list at every call.
  const std::array<dnnl_exec_arg_t, 4> arguments = {{{DNNL_ARG_SRC, step.input.get()},
                                                     {DNNL_ARG_WEIGHTS, weights.get()},
                                                     {DNNL_ARG_DST, step.sums.get()},
                                                     {DNNL_ARG_SCRATCHPAD, step.scratchpad.get()}}};
  const dnnl_status_t status = dnnl_primitive_execute(step.product->primitive.get(), thread_stream().get(),
                                                      static_cast<int>(arguments.size()), arguments.data());
  dnnl::error::wrap_c_api(status, "a matrix product failed");
}

}  // namespace emo3d::nn
