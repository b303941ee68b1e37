#include "emo3d/similarity_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "emo3d/base/utf8.h"
#include "emo3d/terminal.h"

namespace emo3d::cli {
namespace {

constexpr std::size_t kTextCells = 44;
constexpr std::size_t kNameCells = 16;
constexpr std::size_t kColumns = 6;  // side by side

/// Cells that a character takes on a terminal, by the blocks of Unicode that texts in natural language have.
std::size_t cells(char32_t c) {
  const auto in = [&](char32_t low, char32_t high) { return c >= low && c <= high; };
  if (in(0x300, 0x36F) || in(0x200B, 0x200F) || in(0xFE00, 0xFE0F)) return 0;
  const bool is_wide = in(0x1100, 0x115F) || in(0x2E80, 0xA4CF) || in(0xAC00, 0xD7A3) || in(0xF900, 0xFAFF) ||
                       in(0xFE30, 0xFE6F) || in(0xFF00, 0xFF60) || in(0x1F300, 0x1FAFF) || in(0x20000, 0x3FFFD);
  return is_wide ? 2 : 1;
}

std::size_t width(std::string_view text) {
  std::size_t sum = 0;
  for (; !text.empty();) {
    const Utf8Char next = decode_utf8(text);
    sum += cells(next.code_point);
    text.remove_prefix(next.length);
  }
  return sum;
}

/// The start of a text, in at most `limit` cells.
std::string shortened(std::string_view text, std::size_t limit) {
  if (width(text) <= limit) return std::string(text);
  std::string start;
  for (std::size_t used = 0; !text.empty();) {
    const Utf8Char next = decode_utf8(text);
    used += cells(next.code_point);
    if (used >= limit) break;
    start += text.substr(0, next.length);
    text.remove_prefix(next.length);
  }
  return start + "…";
}

/// The end of a name, which mostly tells it from others.
std::string ending(std::string_view name, std::size_t limit) {
  if (width(name) <= limit) return std::string(name);
  while (width(name) >= limit) name.remove_prefix(decode_utf8(name).length);
  return "…" + std::string(name);
}

std::string padded(const std::string& text, std::size_t to) {
  const std::size_t used = width(text);
  return text + std::string(to > used ? to - used : 0, ' ');
}

std::string right(const std::string& text, std::size_t to) {
  const std::size_t used = width(text);
  return std::string(to > used ? to - used : 0, ' ') + text;
}

std::string share(float probability) { return fmt::format("{:.1f}%", 100 * probability); }

/// One text a line, one image or text a column.
struct Table {
  std::vector<std::string> lines, columns;
  std::vector<std::vector<std::string>> entries;  ///< [columns][lines]
};

Table table_of(const service::Similarity& similarity) {
  Table table;
  const bool has_images = !similarity.images.empty();
  for (std::size_t t = 0; t < similarity.texts.size(); ++t) {
    const std::string text = shortened(printable(similarity.texts[t]), kTextCells);
    table.lines.push_back(has_images ? text : fmt::format("{:>2} {}", t + 1, text));
  }
  for (std::size_t r = 0; r < similarity.cosines.size(); ++r) {
    const std::string name =
        has_images ? printable(std::filesystem::path(similarity.images[r]).filename().string()) : std::to_string(r + 1);
    table.columns.push_back(ending(name, kNameCells));
    std::vector<std::string>& column = table.entries.emplace_back();
    for (std::size_t t = 0; t < similarity.texts.size(); ++t) {
      std::string entry = fmt::format("{:.4f}", similarity.cosines[r][t]);
      if (!similarity.probabilities.empty()) entry += fmt::format(" {:>6}", share(similarity.probabilities[r][t]));
      column.push_back(std::move(entry));
    }
  }
  return table;
}

std::size_t widest(const std::vector<std::string>& texts) {
  std::size_t most = 0;
  for (const std::string& text : texts) most = std::max(most, width(text));
  return most;
}

}  // namespace

std::string describe(const service::Similarity& similarity) {
  const Table table = table_of(similarity);
  const std::size_t first_width = widest(table.lines);
  std::string text;
  for (std::size_t first = 0; first < table.columns.size(); first += kColumns) {
    const std::size_t last = std::min(first + kColumns, table.columns.size());
    if (first > 0) text += '\n';
    std::vector<std::size_t> widths;
    for (std::size_t c = first; c < last; ++c)
      widths.push_back(std::max(width(table.columns[c]), widest(table.entries[c])));
    text += std::string(first_width, ' ');
    for (std::size_t c = first; c < last; ++c) text += "  " + right(table.columns[c], widths[c - first]);
    text += '\n';
    for (std::size_t t = 0; t < table.lines.size(); ++t) {
      text += padded(table.lines[t], first_width);
      for (std::size_t c = first; c < last; ++c) text += "  " + right(table.entries[c][t], widths[c - first]);
      text += '\n';
    }
  }
  return text;
}

std::string describe_nearest(const service::Similarity& similarity, std::size_t top) {
  std::string text;
  for (std::size_t r = 0; r < similarity.cosines.size(); ++r) {
    text += printable(similarity.rows()[r]) + "\n";
    for (const std::size_t t : nearest_texts(similarity, r, top)) {
      text += fmt::format("  {:>7.4f}", similarity.cosines[r][t]);
      if (!similarity.probabilities.empty()) text += fmt::format("  {:>6}", share(similarity.probabilities[r][t]));
      text += "  " + printable(similarity.texts[t]) + "\n";
    }
  }
  return text;
}

}  // namespace emo3d::cli
