#pragma once

#include <memory>

#include "emo3d/nn/linear.h"

namespace emo3d::bench {

/// oneDNN's product of two square matrices in one precision, weights in the order it prefers: the fastest arithmetic
/// that a network could reach.
class MatmulPeak {
 public:
  MatmulPeak(nn::Precision precision, int threads);
  ~MatmulPeak();

  void run() const;
  [[nodiscard]] double operations() const;  ///< Multiplications and additions of run().

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace emo3d::bench
