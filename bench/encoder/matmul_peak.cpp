#include "bench/encoder/matmul_peak.h"

#include <cstring>
#include <dnnl.hpp>
#include <unordered_map>

extern "C" void omp_set_num_threads(int threads);  // of GCC's OpenMP run time, which oneDNN uses

namespace emo3d::bench {
namespace {

using dnnl::memory;

constexpr memory::dim kSide = 2048;

memory::data_type type_of(nn::Precision precision) {
  switch (precision) {
    case nn::Precision::kBfloat16:
      return memory::data_type::bf16;
    case nn::Precision::kInt8:
      return memory::data_type::s8;
    case nn::Precision::kFloat32:
      break;
  }
  return memory::data_type::f32;
}

}  // namespace

struct MatmulPeak::Impl {
  explicit Impl(nn::Precision precision) {
    const memory::data_type type = type_of(precision);
    const auto sums = precision == nn::Precision::kInt8 ? memory::data_type::s32 : memory::data_type::f32;
    const memory::desc plain({kSide, kSide}, type, memory::format_tag::ab);
    const memory::desc any({kSide, kSide}, type, memory::format_tag::any);
    const memory::desc output({kSide, kSide}, sums, memory::format_tag::ab);
    const dnnl::matmul::primitive_desc description(dnnl::matmul::desc(plain, any, output), engine);
    product = dnnl::matmul(description);
    const auto zeros = [&](const memory::desc& desc) {
      memory result(desc, engine);
      std::memset(result.get_data_handle(), 0, desc.get_size());
      return result;
    };
    arguments = {{DNNL_ARG_SRC, zeros(plain)},
                 {DNNL_ARG_WEIGHTS, zeros(description.weights_desc())},
                 {DNNL_ARG_DST, zeros(output)}};
  }

  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};
  dnnl::matmul product;
  std::unordered_map<int, memory> arguments;
};

MatmulPeak::MatmulPeak(nn::Precision precision, int threads) {
  omp_set_num_threads(threads);
  impl_ = std::make_unique<Impl>(precision);
}

MatmulPeak::~MatmulPeak() = default;

void MatmulPeak::run() const {
  impl_->product.execute(impl_->stream, impl_->arguments);
  impl_->stream.wait();
}

double MatmulPeak::operations() const { return 2.0 * kSide * kSide * kSide; }

}  // namespace emo3d::bench
