#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/nn/tensor.h"

/// NumPy's .npy files (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): versions 1 to 3, C
/// order, little-endian.
namespace emo3d::nn {

/// Types of values that are read, as NumPy writes them in "descr".
enum class NpyType : std::uint8_t {
  kFloat32,  ///< "<f4"
  kInt32,    ///< "<i4"
  kInt64,    ///< "<i8"
  kUint8,    ///< "|u1"
};

/// What the header of a .npy file says.
struct NpyHeader {
  NpyType type = NpyType::kFloat32;
  std::vector<std::size_t> shape;
  std::size_t data_begin = 0;  ///< Byte of the file where the values start.
};

/// Reads and checks the header of a whole, untrusted .npy file: the values fill the rest of it exactly.
/// \throws Error kInvalidData naming `source` and what is wrong, also for other types, byte orders and Fortran order.
[[nodiscard]] NpyHeader parse_npy_header(std::span<const std::byte> file, std::string_view source);

/// An array in row-major order.
template <typename T>
struct NpyArray {
  std::vector<std::size_t> shape;
  std::vector<T> values;  ///< As many as the product of `shape`; floats may be NaN or infinite.
};

/// Reads a .npy file of exactly this type of values: float, std::int32_t, std::int64_t or std::uint8_t.
/// \throws Error kInvalidData as parse_npy_header(), and where the file holds another type.
template <typename T>
[[nodiscard]] NpyArray<T> parse_npy(std::span<const std::byte> file, std::string_view source);

/// parse_npy() of a file. \throws Error also kNotFound or kIo.
template <typename T>
[[nodiscard]] NpyArray<T> read_npy(const std::filesystem::path& path);

/// What a .npy file of float32 values starts with; the values follow row by row. Its length is a multiple of 64.
[[nodiscard]] std::string npy_header(std::span<const std::size_t> shape);

/// Writes a float32 array; readers see the old file or the whole new one.
/// \throws Error kIo, or kInvalidArgument where the view's values do not fill its shape.
void write_npy(const std::filesystem::path& path, const TensorView& tensor);
/// A matrix of [rows, cols].
void write_npy(const std::filesystem::path& path, const Matrix& matrix);

}  // namespace emo3d::nn
