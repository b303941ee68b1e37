#include "emo3d/encode/length_batches.h"

#include <algorithm>
#include <numeric>
#include <queue>
#include <utility>

#include "emo3d/base/first_failure.h"
#include "emo3d/base/parallel.h"

namespace emo3d::encode {
namespace {

/// Tokens that make a thread's batch worth reading all weights for; with fewer, threads share each layer instead.
constexpr std::size_t kEnoughTokens = 256;
constexpr std::size_t kMostTokens = 1024;

}  // namespace

std::vector<Batch> length_batches(std::span<const std::size_t> lengths, unsigned threads) {
  if (lengths.empty()) return {};
  const std::size_t total = std::accumulate(lengths.begin(), lengths.end(), std::size_t{0});
  std::size_t count = (total + kMostTokens - 1) / kMostTokens;
  if (total / kEnoughTokens >= threads) count = (count + threads - 1) / threads * threads;
  count = std::clamp<std::size_t>(count, 1, lengths.size());

  // The longest first, each to the batch that has the fewest tokens.
  Batch order(lengths.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return lengths[i]; });
  using Filled = std::pair<std::size_t, std::size_t>;  // tokens, batch
  std::priority_queue<Filled, std::vector<Filled>, std::greater<>> filled;
  for (std::size_t b = 0; b < count; ++b) filled.emplace(0, b);
  std::vector<Batch> batches(count);
  for (const std::size_t i : order) {
    auto [tokens, batch] = filled.top();
    filled.pop();
    batches[batch].push_back(i);
    filled.emplace(tokens + std::max<std::size_t>(lengths[i], 1), batch);
  }
  return batches;
}

void run_batches(std::span<const std::size_t> lengths, unsigned threads,
                 const std::function<void(const Batch& batch, Team& team)>& body) {
  if (threads == 0) threads = default_threads();
  const std::vector<Batch> batches = length_batches(lengths, threads);
  Team& team = team_of_this_thread(threads);
  if (batches.size() < threads) {
    for (const Batch& batch : batches) body(batch, team);
    return;
  }
  constexpr std::size_t kMostPieces = 65535;  // of a team's work
  FirstFailure failure;
  for (std::size_t start = 0; start < batches.size() && !failure.failed(); start += kMostPieces) {
    team.run(std::min(kMostPieces, batches.size() - start), [&](std::size_t b) {
      if (failure.failed()) return;
      failure.guard([&] {
        Team alone(1);
        body(batches[start + b], alone);
      });
    });
  }
  failure.rethrow();
}

}  // namespace emo3d::encode
