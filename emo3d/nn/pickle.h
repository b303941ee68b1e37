#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::nn {

/// One value of a pickle. Values name each other by their index in Pickle::values, so that neither reading them nor
/// letting them go recurses, however deep they nest; a value may be part of several others, and of itself.
struct PickleValue {
  enum class Kind : std::uint8_t {
    kNone,
    kBool,
    kInt,
    kFloat,  ///< Its number is not kept.
    kString,
    kTuple,
    kList,
    kDict,        ///< Also a collections.OrderedDict.
    kGlobal,      ///< Something of a Python module that the reader was told to expect.
    kPersistent,  ///< Something that is kept outside of the pickle.
    kCall         ///< What a function returns; nothing is called.
  };
  Kind kind = Kind::kNone;
  std::size_t offset = 0;            ///< Of the opcode that made it, in bytes.
  std::int64_t integer = 0;          ///< kInt; kBool: 0 or 1.
  std::string_view text = {};        ///< kString: UTF-8, a view into the pickle; kGlobal: "torch.FloatStorage".
  std::vector<std::uint32_t> items;  ///< Of kTuple and kList; kDict: key, value, key, value...; kPersistent: its id;
                                     ///< kCall: the function and a tuple of its arguments.
};

struct Pickle {
  std::vector<PickleValue> values;
  std::uint32_t root = 0;

  [[nodiscard]] const PickleValue& operator[](std::uint32_t index) const { return values[index]; }
};

/// What a pickle may name, as "module.name"; collections.OrderedDict is always allowed. The texts must outlive the
/// Pickle.
struct PickleGlobals {
  std::span<const std::string_view> functions;  ///< May be called: they become kCall.
  std::span<const std::string_view> types;      ///< May only be named.
};

/// Limits on an untrusted pickle, far above what a checkpoint of thousands of tensors needs.
inline constexpr std::size_t kMaxPickleBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxPickleValues = std::size_t{1} << 20;
inline constexpr std::size_t kMaxPickleStack = std::size_t{1} << 16;  ///< Values, and marks, at the same time.

/// Reads a pickle of protocol 2 to 5 (Python's Lib/pickletools.py) that holds nothing but what a PyTorch state dict is
/// made of: dicts, lists, tuples, strings, numbers, persistent ids and calls of the functions in `globals`. Nothing is
/// imported or run. The state that BUILD gives an OrderedDict may hold `_metadata` only, which is ignored.
/// \throws Error kInvalidData starting with `source` and naming the opcode or global and its byte, for everything else.
[[nodiscard]] Pickle parse_pickle(std::span<const std::byte> bytes, const std::string& source,
                                  const PickleGlobals& globals);

}  // namespace emo3d::nn
