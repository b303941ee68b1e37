#include "emo3d/input.h"

#include <array>
#include <fstream>
#include <iostream>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"

namespace emo3d::cli {
namespace {

constexpr std::size_t kMaxInputBytes = std::size_t{1} << 30;

/// Everything a stream gives. \throws Error kInvalidData above kMaxInputBytes.
std::string read_stream(std::istream& stream, const std::string& name) {
  std::string all;
  std::array<char, 1 << 16> part{};
  while (stream.read(part.data(), part.size()) || stream.gcount() > 0) {
    all.append(part.data(), static_cast<std::size_t>(stream.gcount()));
    check(all.size() <= kMaxInputBytes, ErrorCode::kInvalidData, "{}: more than {} bytes", name, kMaxInputBytes);
  }
  return all;
}

}  // namespace

std::string input_name(const std::filesystem::path& input) { return input == "-" ? "standard input" : input.string(); }

std::string read_input(const std::filesystem::path& input) {
  if (input == "-") return read_stream(std::cin, input_name(input));
  std::error_code error;
  if (!std::filesystem::is_fifo(input, error) && !std::filesystem::is_character_file(input, error))
    return read_file(input, kMaxInputBytes);
  std::ifstream stream(input, std::ios::binary);
  check(stream.is_open(), ErrorCode::kIo, "{}: cannot read", input.string());
  return read_stream(stream, input.string());
}

std::vector<InputLine> read_lines(const std::filesystem::path& input) {
  const std::string all = read_input(input);
  std::vector<InputLine> lines;
  std::size_t number = 0;
  for (std::size_t start = 0; start < all.size();) {
    const std::size_t end = std::min(all.find('\n', start), all.size());
    std::string text = all.substr(start, end - start);
    if (text.ends_with('\r')) text.pop_back();
    ++number;
    if (text.find_first_not_of(" \t") != std::string::npos) lines.push_back({number, std::move(text)});
    start = end + 1;
  }
  return lines;
}

bool is_json_lines(std::string_view text) {
  const std::size_t end = text.find('\n');
  return end != std::string_view::npos && text.find_first_not_of(" \t\r\n", end) != std::string_view::npos &&
         is_json_object(text.substr(0, end));
}

bool is_json_object(std::string_view line) {
  constexpr std::size_t kMaxLine = 1 << 20;
  return line.size() <= kMaxLine && Json::parse(line, nullptr, false).is_object();
}

}  // namespace emo3d::cli
