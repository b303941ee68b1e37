#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "emo3d/base/team.h"

namespace emo3d::encode {

/// Indices of sequences that go through a network together.
using Batch = std::vector<std::size_t>;

/// Shares sequences of these lengths out among batches of about the same number of tokens, as many for each of
/// `threads` threads, none so large that it leaves the cache. With too few tokens to keep every thread busy on its own
/// weights' way through the cache there are fewer batches than threads.
[[nodiscard]] std::vector<Batch> length_batches(std::span<const std::size_t> lengths, unsigned threads);

/// Calls `body(batch, team)` for every batch: several batches side by side, each with a team of one thread, or, where
/// there are fewer batches than threads, one after the other with a team of them all. `threads` 0: default_threads().
void run_batches(std::span<const std::size_t> lengths, unsigned threads,
                 const std::function<void(const Batch& batch, Team& team)>& body);

}  // namespace emo3d::encode
