#pragma once

#include <atomic>
#include <exception>

namespace emo3d {

/// Keeps the first exception of pieces of work out of which nothing may be thrown, for the one who waits for them all.
class FirstFailure {
 public:
  template <typename Body>
  void guard(const Body& body) noexcept {
    try {
      body();
    } catch (...) {
      if (!failed_.test_and_set()) error_ = std::current_exception();
    }
  }
  [[nodiscard]] bool failed() const noexcept { return failed_.test(); }
  /// Only after all pieces are done.
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::atomic_flag failed_;
  std::exception_ptr error_;
};

}  // namespace emo3d
