#pragma once

#include <new>

#include <dnnl.hpp>

#include "emo3d/base/error.h"

namespace emo3d::tflite {

[[nodiscard]] const dnnl::engine& cpu();
[[nodiscard]] dnnl::stream& thread_stream();

/// Keeps oneDNN on `threads` threads for as long as the object lives.
class OpenMpThreads {
 public:
  explicit OpenMpThreads(int threads);
  OpenMpThreads(const OpenMpThreads&) = delete;
  OpenMpThreads& operator=(const OpenMpThreads&) = delete;
  ~OpenMpThreads();

 private:
  int before_;
};

/// Keeps oneDNN in the calling thread from now on.
void stay_in_this_thread();

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

}  // namespace emo3d::tflite
