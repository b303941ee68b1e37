#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <tuple>

#include <dnnl.hpp>

#include "emo3d/base/error.h"
#include "emo3d/nn/tensor.h"

/// Matrix products on oneDNN, in the calling thread. Only linear.cpp includes this.
namespace emo3d::nn {

[[nodiscard]] const dnnl::engine& cpu();
[[nodiscard]] dnnl::stream& thread_stream();

/// Keeps oneDNN on the calling thread for as long as the object lives: callers share work among threads themselves.
class OneThread {
 public:
  OneThread();
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;
  ~OneThread();

 private:
  int before_;
};

/// Memory that a thread uses again from call to call, aligned for oneDNN. Its contents are lost where it grows.
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

/// [rows, inputs] times [inputs, columns], both of `type` (f32, bf16 or s8), into dense f32 sums (s32 for s8).
struct ProductShape {
  dnnl::memory::data_type type = dnnl::memory::data_type::f32;
  std::size_t rows = 0;
  std::size_t inputs = 0;
  std::size_t columns = 0;

  friend bool operator<(const ProductShape& a, const ProductShape& b) {
    return std::tie(a.type, a.rows, a.inputs, a.columns) < std::tie(b.type, b.rows, b.inputs, b.columns);
  }
};

/// The order in which weights of this type and size are kept, for any number of rows.
[[nodiscard]] dnnl::memory::desc weight_order(dnnl::memory::data_type type, std::size_t inputs, std::size_t columns);

/// `input` is dense, `weights` in weight_order(); `sums` are written.
void multiply(const ProductShape& shape, const void* input, const dnnl::memory& weights, void* sums);

}  // namespace emo3d::nn
