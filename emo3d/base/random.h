#pragma once

#include <cstdint>
#include <span>

namespace emo3d {

/// Seeded pseudo-random numbers, the same on every platform and compiler (xoshiro256**, Blackman and Vigna 2018,
/// seeded by SplitMix64). Not for cryptography.
class Random {
 public:
  explicit Random(std::uint64_t seed);
  [[nodiscard]] std::uint64_t next();
  /// Uniform in [0, 1).
  [[nodiscard]] double uniform();
  /// Uniform in [low, high).
  [[nodiscard]] double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Uniform in [0, count); `count` must be above 0.
  [[nodiscard]] std::size_t index(std::size_t count);
  /// True with the given probability.
  [[nodiscard]] bool chance(double probability) { return uniform() < probability; }
  /// An index drawn in proportion to non-negative weights, of which at least one is above 0.
  [[nodiscard]] std::size_t weighted(std::span<const double> weights);
  /// Standard normal.
  [[nodiscard]] double normal();

 private:
  std::uint64_t state_[4];
};

}  // namespace emo3d
