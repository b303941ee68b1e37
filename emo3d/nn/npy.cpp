#include "emo3d/nn/npy.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <optional>
#include <type_traits>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

namespace emo3d::nn {
namespace {

static_assert(std::endian::native == std::endian::little, "values are written as they lie in memory");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMaxHeaderBytes = 65535;
constexpr std::size_t kMaxDimensions = 32;  // NumPy's own limit
constexpr std::size_t kAlignment = 64;

struct TypeName {
  NpyType type;
  std::string_view descr;
  std::size_t bytes;
};
constexpr TypeName kTypes[] = {{NpyType::kFloat32, "<f4", 4},
                               {NpyType::kInt32, "<i4", 4},
                               {NpyType::kInt64, "<i8", 8},
                               {NpyType::kUint8, "|u1", 1}};

const TypeName& named(NpyType type) {
  return *std::ranges::find_if(kTypes, [&](const TypeName& t) { return t.type == type; });
}

template <typename T>
constexpr NpyType kTypeOf = std::is_same_v<T, float>          ? NpyType::kFloat32
                            : std::is_same_v<T, std::int32_t> ? NpyType::kInt32
                            : std::is_same_v<T, std::int64_t> ? NpyType::kInt64
                                                              : NpyType::kUint8;

/// Reads the header's text, a Python literal such as {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
class HeaderText {
 public:
  HeaderText(std::string_view text, std::string_view source) : left_(text), source_(source) {}

  NpyHeader parse() {
    std::optional<NpyType> type;
    std::optional<bool> fortran_order;
    std::optional<std::vector<std::size_t>> shape;
    expect('{');
    while (!accept('}')) {
      const std::string_view key = string();
      expect(':');
      if (key == "descr" && !type) {
        type = parse_type();
      } else if (key == "fortran_order" && !fortran_order) {
        fortran_order = boolean();
      } else if (key == "shape" && !shape) {
        shape = dimensions();
      } else {
        bad(fmt::format("{} is unknown or stands twice", quote(key)));
      }
      if (!accept(',') && left_.find_first_not_of(" \n") != left_.find('}')) bad("expected ',' or '}'");
    }
    skip_blanks();
    if (!left_.empty()) bad("there is text behind it");
    if (!type || !fortran_order || !shape) bad("descr, fortran_order or shape is missing");
    if (*fortran_order) bad("Fortran order is not supported");
    return {*type, std::move(*shape), 0};
  }

 private:
  [[noreturn]] void bad(std::string_view what) const {
    fail(ErrorCode::kInvalidData, "{}: header of a .npy file: {}", source_, what);
  }
  void skip_blanks() { left_.remove_prefix(std::min(left_.find_first_not_of(" \n"), left_.size())); }
  bool accept(std::string_view token) {
    skip_blanks();
    if (!left_.starts_with(token)) return false;
    left_.remove_prefix(token.size());
    return true;
  }
  bool accept(char token) { return accept(std::string_view(&token, 1)); }
  void expect(char token) {
    if (!accept(token)) bad(fmt::format("expected '{}' at {}", token, quote(left_, 20)));
  }
  std::string_view string() {
    skip_blanks();
    const char mark = left_.empty() ? '\0' : left_.front();
    const std::size_t end = left_.find(mark, 1);
    if ((mark != '\'' && mark != '"') || end == std::string_view::npos)
      bad(fmt::format("expected a string at {}", quote(left_, 20)));
    const std::string_view value = left_.substr(1, end - 1);
    left_.remove_prefix(end + 1);
    return value;
  }
  bool boolean() {
    if (accept("True")) return true;
    if (!accept("False")) bad("fortran_order is neither True nor False");
    return false;
  }
  NpyType parse_type() {
    const std::string_view descr = string();
    for (const TypeName& type : kTypes)
      if (descr == type.descr || (type.type == NpyType::kUint8 && descr == "<u1")) return type.type;
    bad(fmt::format("values of type {}; expected <f4, <i4, <i8 or |u1", quote(descr)));
  }
  std::vector<std::size_t> dimensions() {
    std::vector<std::size_t> shape;
    expect('(');
    while (!accept(')')) {
      skip_blanks();
      std::size_t dimension = 0;
      const auto [end, error] = std::from_chars(left_.data(), left_.data() + left_.size(), dimension);
      if (error != std::errc{}) bad(fmt::format("the shape holds no size at {}", quote(left_, 20)));
      left_.remove_prefix(static_cast<std::size_t>(end - left_.data()));
      shape.push_back(dimension);
      if (shape.size() > kMaxDimensions) bad(fmt::format("more than {} dimensions", kMaxDimensions));
      if (accept(',')) continue;
      expect(')');
      if (shape.size() == 1) bad("the shape is no tuple");
      break;
    }
    return shape;
  }

  std::string_view left_;
  std::string_view source_;
};

std::size_t little_endian(std::string_view bytes) {
  std::size_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

}  // namespace

NpyHeader parse_npy_header(std::span<const std::byte> file, std::string_view source) {
  const std::string_view bytes(reinterpret_cast<const char*>(file.data()), file.size());
  check(bytes.starts_with(kMagic) && bytes.size() >= kMagic.size() + 4, ErrorCode::kInvalidData, "{}: not a .npy file",
        source);
  const int version = static_cast<unsigned char>(bytes[kMagic.size()]);
  check(version >= 1 && version <= 3 && bytes[kMagic.size() + 1] == 0, ErrorCode::kInvalidData,
        "{}: .npy of version {}.{}; expected 1.0, 2.0 or 3.0", source, version,
        static_cast<unsigned char>(bytes[kMagic.size() + 1]));
  const std::size_t length_begin = kMagic.size() + 2, length_bytes = version == 1 ? 2 : 4;
  const std::size_t text_begin = length_begin + length_bytes;
  check(bytes.size() >= text_begin, ErrorCode::kInvalidData, "{}: not a .npy file", source);
  const std::size_t length = little_endian(bytes.substr(length_begin, length_bytes));
  check(length <= kMaxHeaderBytes && length <= bytes.size() - text_begin, ErrorCode::kInvalidData,
        "{}: a header of {} bytes does not fit in the file", source, length);
  NpyHeader header = HeaderText(bytes.substr(text_begin, length), source).parse();
  header.data_begin = text_begin + length;
  const auto count = element_count(header.shape);
  std::size_t data_bytes = 0;
  check(count && !__builtin_mul_overflow(*count, named(header.type).bytes, &data_bytes) &&
            data_bytes == bytes.size() - header.data_begin,
        ErrorCode::kInvalidData, "{}: shape {} of {} does not take the {} bytes behind the header", source,
        to_string(header.shape), named(header.type).descr, bytes.size() - header.data_begin);
  return header;
}

template <typename T>
NpyArray<T> parse_npy(std::span<const std::byte> file, std::string_view source) {
  NpyHeader header = parse_npy_header(file, source);
  check(header.type == kTypeOf<T>, ErrorCode::kInvalidData, "{}: values of type {}; expected {}", source,
        named(header.type).descr, named(kTypeOf<T>).descr);
  const auto data = file.subspan(header.data_begin);
  NpyArray<T> array{std::move(header.shape), std::vector<T>(data.size() / sizeof(T))};
  if (!data.empty()) std::memcpy(array.values.data(), data.data(), data.size());
  return array;
}

template <typename T>
NpyArray<T> read_npy(const std::filesystem::path& path) {
  const MappedFile file(path);
  return parse_npy<T>(file.bytes(), path.string());
}

template NpyArray<float> parse_npy(std::span<const std::byte>, std::string_view);
template NpyArray<std::int32_t> parse_npy(std::span<const std::byte>, std::string_view);
template NpyArray<std::int64_t> parse_npy(std::span<const std::byte>, std::string_view);
template NpyArray<std::uint8_t> parse_npy(std::span<const std::byte>, std::string_view);
template NpyArray<float> read_npy(const std::filesystem::path&);
template NpyArray<std::int32_t> read_npy(const std::filesystem::path&);
template NpyArray<std::int64_t> read_npy(const std::filesystem::path&);
template NpyArray<std::uint8_t> read_npy(const std::filesystem::path&);

std::string npy_header(std::span<const std::size_t> shape) {
  std::string text = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
  for (const std::size_t dimension : shape) text += fmt::format("{}, ", dimension);
  if (!shape.empty()) text.erase(text.size() - (shape.size() == 1 ? 1 : 2));  // NumPy's own: (3,) and (3, 4)
  text += "), }";
  const std::size_t start = kMagic.size() + 4;
  text.resize((start + text.size() + 1 + kAlignment - 1) / kAlignment * kAlignment - start - 1, ' ');
  text += '\n';
  std::string header(kMagic);
  header += '\1';
  header += '\0';
  header += static_cast<char>(text.size() & 0xff);
  header += static_cast<char>(text.size() >> 8);
  return header + text;
}

void write_npy(const std::filesystem::path& path, const TensorView& tensor) {
  check(element_count(tensor.shape) == tensor.values.size() && tensor.shape.size() <= kMaxDimensions,
        ErrorCode::kInvalidArgument, "{}: {} values do not fill shape {}", path.string(), tensor.values.size(),
        to_string(tensor.shape));
  AtomicFile file(path);
  file.append(npy_header(tensor.shape));
  file.append({reinterpret_cast<const char*>(tensor.values.data()), tensor.values.size_bytes()});
  file.commit();
}

void write_npy(const std::filesystem::path& path, const Matrix& matrix) {
  write_npy(path, TensorView{{matrix.rows(), matrix.cols()}, {matrix.data(), matrix.rows() * matrix.cols()}});
}

}  // namespace emo3d::nn
