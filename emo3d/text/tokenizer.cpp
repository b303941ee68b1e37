#include "emo3d/text/tokenizer.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"
#include "emo3d/base/utf8.h"
#include "emo3d/text/normalize.h"

namespace emo3d::text {
namespace {

constexpr std::size_t kMaxPieces = 1'000'000;
constexpr std::size_t kMaxPieceLength = 256;
constexpr char32_t kBlankMark = 0x2581;
constexpr std::int32_t kUnknown = 0;

std::u32string code_points(std::string_view utf8) {
  std::u32string result;
  result.reserve(utf8.size());
  while (!utf8.empty()) {
    const Utf8Char c = decode_utf8(utf8);
    result += c.code_point;
    utf8.remove_prefix(c.length);
  }
  return result;
}

Piece parse_piece(const Json& entry, std::size_t index, std::string_view source) {
  check(entry.is_array() && entry.size() == 2 && entry[0].is_string() && (entry[1].is_number() || entry[1].is_null()),
        ErrorCode::kInvalidData, "{}: entry {} is not [piece, score]", source, index);
  return {entry[0].get<std::string>(), entry[1].is_null() ? 0.0 : entry[1].get<double>()};
}

}  // namespace

std::vector<Piece> parse_unigram_vocabulary(std::string_view json, std::string_view source) {
  const Json list = parse_json(json, source);
  check(list.is_array() && list.size() > kReservedPieces && list.size() <= kMaxPieces, ErrorCode::kInvalidData,
        "{}: expected an array of more than {} and at most {} pieces", source, kReservedPieces, kMaxPieces);
  std::vector<Piece> pieces;
  pieces.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) pieces.push_back(parse_piece(list[i], i, source));
  return pieces;
}

UnigramTokenizer::UnigramTokenizer(const std::vector<Piece>& pieces) : piece_count_(pieces.size()), nodes_(1) {
  check(pieces.size() > kReservedPieces && pieces.size() <= kMaxPieces, ErrorCode::kInvalidArgument,
        "a vocabulary of {} pieces, expected more than {} and at most {}", pieces.size(), kReservedPieces, kMaxPieces);
  std::size_t bytes = 0;
  for (const Piece& piece : pieces) bytes += piece.text.size();
  edges_.resize(std::bit_ceil(2 * bytes + 1));  // never more than half full: a piece has no more characters than bytes
  for (std::size_t i = kReservedPieces; i < pieces.size(); ++i) {
    const std::u32string text = code_points(pieces[i].text);
    check(!text.empty() && text.size() <= kMaxPieceLength, ErrorCode::kInvalidArgument,
          "vocabulary entry {} has {} characters, expected 1 to {}", i, text.size(), kMaxPieceLength);
    insert(text, static_cast<std::int32_t>(i), pieces[i].score);
  }
}

/// The slot that holds the edge, or the free one where it belongs.
std::size_t UnigramTokenizer::find_slot(std::uint32_t node, char32_t code_point) const {
  const std::uint64_t key = (std::uint64_t{node} << 32) | code_point;
  const std::size_t mask = edges_.size() - 1;
  std::size_t slot = (key * 0x9E3779B97F4A7C15u >> 32) & mask;
  while (edges_[slot].target != 0 && edges_[slot].key != key) slot = (slot + 1) & mask;
  return slot;
}

void UnigramTokenizer::insert(const std::u32string& piece, std::int32_t id, double score) {
  std::uint32_t node = 0;
  for (const char32_t c : piece) {
    Edge& edge = edges_[find_slot(node, c)];
    if (edge.target == 0) {
      edge = {(std::uint64_t{node} << 32) | c, static_cast<std::uint32_t>(nodes_.size())};
      nodes_.emplace_back();
    }
    node = edge.target;
  }
  nodes_[node] = {id, score};
}

std::vector<std::int32_t> UnigramTokenizer::encode(std::string_view utf8) const {
  if (utf8.empty()) return {};
  std::u32string text = code_points(nfkc(utf8));
  std::ranges::replace(text, U' ', kBlankMark);
  text.insert(text.begin(), kBlankMark);

  struct Best {
    double score = 0;
    std::int32_t id = kUnknown;
    std::uint32_t length = 1;
  };
  std::vector<Best> best(text.size() + 1);  // of the segmentations of the first i characters
  // The reference marks "nothing yet" by a score of 0 and lets a later equal candidate win; ids depend on both.
  const auto offer = [&](std::size_t start, std::size_t length, double score, std::int32_t id) {
    Best& end = best[start + length];
    const double candidate = score + best[start].score;
    if (end.score == 0 || candidate >= end.score) end = {candidate, id, static_cast<std::uint32_t>(length)};
  };
  for (std::size_t start = 0; start < text.size(); ++start) {
    bool matched = false;
    std::uint32_t node = 0;
    for (std::size_t i = start; i < text.size(); ++i) {
      node = edges_[find_slot(node, text[i])].target;
      if (node == 0) break;
      if (nodes_[node].id == kNoPiece) continue;
      offer(start, i + 1 - start, nodes_[node].score, nodes_[node].id);
      matched = true;
    }
    if (!matched) offer(start, 1, 0, kUnknown);
  }

  std::vector<std::int32_t> ids;
  for (std::size_t end = text.size(); end > 0; end -= best[end].length) {
    if (best[end].id != kUnknown || ids.empty() || ids.back() != kUnknown) ids.push_back(best[end].id);
  }
  std::ranges::reverse(ids);
  return ids;
}

}  // namespace emo3d::text
