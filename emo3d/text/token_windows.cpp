#include <algorithm>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/text/subword_tokenizer.h"

namespace emo3d::text {
namespace {

using Ids = std::vector<std::int32_t>;

Ids framed(const SubwordTokenizer& tokenizer, Ids::const_iterator begin, Ids::const_iterator end) {
  Ids window;
  window.reserve(static_cast<std::size_t>(end - begin) + SubwordTokenizer::kFrame);
  window.push_back(tokenizer.special_ids().start);
  window.insert(window.end(), begin, end);
  window.push_back(tokenizer.special_ids().end);
  return window;
}

/// How many ids of texts of `first` and `second` ids are kept where `limit` are: the reference's rule, which gives the
/// odd one to the longer text.
std::pair<std::size_t, std::size_t> longest_first(std::size_t first, std::size_t second, std::size_t limit) {
  if (first + second <= limit) return {first, second};
  const std::size_t shorter = std::min(first, second);
  std::pair<std::size_t, std::size_t> kept = {shorter, limit - std::min(shorter, limit)};  // the shorter, the longer
  if (kept.second < shorter) kept = {limit / 2, limit / 2 + limit % 2};
  if (first > second) std::swap(kept.first, kept.second);
  return kept;
}

}  // namespace

LengthPolicy parse_length_policy(std::string_view name) {
  if (name == "error") return LengthPolicy::kError;
  if (name == "cut") return LengthPolicy::kCut;
  check(name == "chunk-mean", ErrorCode::kInvalidArgument,
        "{} is no policy for long texts, expected error, cut or chunk-mean", quote(name));
  return LengthPolicy::kChunkMean;
}

std::size_t count_kept(std::size_t tokens, std::size_t max_length) {
  return std::min(tokens, max_length - std::min(max_length, SubwordTokenizer::kFrame));
}

TokenWindows make_windows(const SubwordTokenizer& tokenizer, std::string_view utf8, std::size_t max_length,
                          LengthPolicy policy) {
  check(max_length > SubwordTokenizer::kFrame, ErrorCode::kInvalidArgument,
        "a window of {} ids holds no text, expected at least {}", max_length, SubwordTokenizer::kFrame + 1);
  const Ids ids = tokenizer.encode(utf8);
  TokenWindows result;
  result.tokens = ids.size();
  const std::size_t kept = count_kept(ids.size(), max_length);
  check(policy != LengthPolicy::kError || kept == ids.size(), ErrorCode::kInvalidArgument,
        "the text {} has {} tokens with its start and end, the encoder takes {}", quote(utf8),
        ids.size() + SubwordTokenizer::kFrame, max_length);
  if (policy != LengthPolicy::kChunkMean) {
    result.cut = ids.size() - kept;
    result.windows.push_back(framed(tokenizer, ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(kept)));
    return result;
  }
  const std::size_t room = max_length - SubwordTokenizer::kFrame;
  const std::size_t count = std::max<std::size_t>(1, ids.size() / room + (ids.size() % room != 0));
  auto begin = ids.begin();
  for (std::size_t i = 0; i < count; ++i) {
    const auto end = begin + static_cast<std::ptrdiff_t>(ids.size() / count + (i < ids.size() % count));
    result.windows.push_back(framed(tokenizer, begin, end));
    begin = end;
  }
  return result;
}

TokenPair encode_pair(const SubwordTokenizer& tokenizer, std::string_view first, std::string_view second,
                      std::size_t max_length) {
  const PairFormat& format = tokenizer.pair_format();
  const auto further_ends = static_cast<std::size_t>(format.further_ends);
  const std::size_t frame = SubwordTokenizer::kFrame + further_ends + 1;
  check(max_length >= frame, ErrorCode::kInvalidArgument, "a pair in {} ids holds no text, expected more than {}",
        max_length, frame);
  const Ids a = tokenizer.encode(first);
  const Ids b = tokenizer.encode(second);
  const auto [kept_a, kept_b] = longest_first(a.size(), b.size(), max_length - frame);
  TokenPair pair;
  pair.cut = a.size() + b.size() - kept_a - kept_b;
  pair.ids = framed(tokenizer, a.begin(), a.begin() + static_cast<std::ptrdiff_t>(kept_a));
  pair.ids.insert(pair.ids.end(), further_ends, tokenizer.special_ids().end);
  pair.type_ids.assign(pair.ids.size(), 0);
  pair.ids.insert(pair.ids.end(), b.begin(), b.begin() + static_cast<std::ptrdiff_t>(kept_b));
  pair.ids.push_back(tokenizer.special_ids().end);
  pair.type_ids.resize(pair.ids.size(), format.second_type);
  return pair;
}

}  // namespace emo3d::text
