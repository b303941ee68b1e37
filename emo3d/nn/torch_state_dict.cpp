#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/zip_archive.h"
#include "emo3d/nn/pickle.h"
#include "emo3d/nn/torch_checkpoint.h"

namespace emo3d::nn {
namespace {

static_assert(std::endian::native == std::endian::little, "the storages are little-endian");

using Kind = PickleValue::Kind;

constexpr std::string_view kRebuild = "torch._utils._rebuild_tensor_v2";
constexpr std::size_t kMaxDimensions = 16;

struct StorageType {
  std::string_view name;  ///< As safetensors calls it.
  std::size_t bytes;
};
constexpr std::array<std::string_view, 10> kStorages = {
    "torch.FloatStorage", "torch.HalfStorage",  "torch.BFloat16Storage", "torch.DoubleStorage", "torch.LongStorage",
    "torch.IntStorage",   "torch.ShortStorage", "torch.CharStorage",     "torch.ByteStorage",   "torch.BoolStorage"};
constexpr std::array<StorageType, kStorages.size()> kTypes = {{{"F32", 4},
                                                               {"F16", 2},
                                                               {"BF16", 2},
                                                               {"F64", 8},
                                                               {"I64", 8},
                                                               {"I32", 4},
                                                               {"I16", 2},
                                                               {"I8", 1},
                                                               {"U8", 1},
                                                               {"BOOL", 1}}};

/// Makes tensors of what a pickle says about them.
class TensorReader {
 public:
  TensorReader(const ZipArchive& archive, const Pickle& pickle, std::string prefix, std::string_view source)
      : archive_(archive), pickle_(pickle), prefix_(std::move(prefix)), source_(source) {}

  /// Whether a value of the state dict is a tensor; the functions that a pickle may call make nothing else.
  [[nodiscard]] static bool is_tensor(const PickleValue& value) { return value.kind == Kind::kCall; }

  TorchTensor read(std::string_view name, const PickleValue& call) {
    where_ = fmt::format("{}: tensor {}", source_, quote(name));
    const PickleValue& arguments = pickle_[call.items[1]];
    const auto& items = arguments.items;  // storage, offset, size, stride, requires_grad, backward_hooks[, metadata]
    expect(items.size() == 6 || items.size() == 7, "{} arguments of _rebuild_tensor_v2, expected 6", items.size());
    TorchTensor tensor = read_storage(pickle_[items[0]]);
    tensor.offset = number(pickle_[items[1]], "the storage offset");
    tensor.shape = numbers(pickle_[items[2]], "the shape");
    tensor.strides = numbers(pickle_[items[3]], "the strides");
    const PickleValue& hooks = pickle_[items[5]];
    expect(hooks.kind == Kind::kDict && hooks.items.empty(), "has backward hooks");
    check_extent(tensor);
    return tensor;
  }

 private:
  template <typename... Args>
  void expect(bool condition, fmt::format_string<Args...> format, Args&&... args) const {
    if (!condition) [[unlikely]]
      fail(ErrorCode::kInvalidData, "{}: {}", where_, fmt::format(format, std::forward<Args>(args)...));
  }

  [[nodiscard]] std::size_t number(const PickleValue& value, std::string_view what) const {
    expect(value.kind == Kind::kInt && value.integer >= 0, "{} at byte {} is no non-negative integer", what,
           value.offset);
    return static_cast<std::size_t>(value.integer);
  }
  [[nodiscard]] std::vector<std::size_t> numbers(const PickleValue& value, std::string_view what) const {
    expect(value.kind == Kind::kTuple, "{} at byte {}: no tuple", what, value.offset);
    expect(value.items.size() <= kMaxDimensions, "{} at byte {}: {} dimensions, at most {} are read", what,
           value.offset, value.items.size(), kMaxDimensions);
    std::vector<std::size_t> result;
    for (const std::uint32_t item : value.items) result.push_back(number(pickle_[item], what));
    return result;
  }
  [[nodiscard]] std::string_view text(const PickleValue& value, std::string_view what) const {
    expect(value.kind == Kind::kString, "{} at byte {} is no string", what, value.offset);
    return value.text;
  }

  /// From a persistent id ('storage', type, key, location, elements).
  TorchTensor read_storage(const PickleValue& value) {
    expect(value.kind == Kind::kPersistent, "its storage at byte {} is none", value.offset);
    const PickleValue& id = pickle_[value.items[0]];
    expect(id.kind == Kind::kTuple && id.items.size() == 5 && text(pickle_[id.items[0]], "a tag") == "storage",
           "the persistent id at byte {} is no storage of 5 fields", id.offset);
    const PickleValue& type = pickle_[id.items[1]];
    const auto* const known = std::ranges::find(kStorages, type.text);
    expect(type.kind == Kind::kGlobal && known != kStorages.end(), "the type at byte {} is no storage", type.offset);
    const auto [name, element_bytes] = kTypes[static_cast<std::size_t>(known - kStorages.begin())];
    const std::string_view key = text(pickle_[id.items[2]], "the storage key");
    (void)text(pickle_[id.items[3]], "the device");
    const std::size_t count = number(pickle_[id.items[4]], "the number of elements");

    auto found = storages_.find(key);
    if (found == storages_.end()) {
      const std::string record = fmt::format("{}data/{}", prefix_, key);
      expect(archive_.contains(record), "record {} is missing", quote(record));
      found = storages_.emplace(key, archive_.entry(record)).first;
    }
    const auto bytes = found->second;
    expect(bytes.size() % element_bytes == 0 && bytes.size() / element_bytes == count,
           "storage {} has {} bytes, expected {} elements of {}", quote(key), bytes.size(), count, name);
    return {.type = name, .element_bytes = element_bytes, .shape = {}, .strides = {}, .offset = 0, .storage = bytes};
  }

  /// Every element lies in the storage, and there are not more of them than it has: a small file stays small.
  void check_extent(const TorchTensor& tensor) const {
    const std::size_t stored = tensor.storage.size() / tensor.element_bytes;
    expect(tensor.strides.size() == tensor.shape.size(), "strides {} for shape {}", to_string(tensor.strides),
           to_string(tensor.shape));
    const auto count = element_count(tensor.shape);
    bool fits = count && *count <= stored && tensor.offset <= stored;
    if (fits && *count > 0) {
      std::size_t last = tensor.offset;
      for (std::size_t d = 0; d < tensor.shape.size() && fits; ++d) {
        std::size_t step = 0;
        fits = !__builtin_mul_overflow(tensor.shape[d] - 1, tensor.strides[d], &step) &&
               !__builtin_add_overflow(last, step, &last);
      }
      fits = fits && last < stored;
    }
    expect(fits, "shape {} with strides {} from element {} does not fit in a storage of {}", to_string(tensor.shape),
           to_string(tensor.strides), tensor.offset, stored);
  }

  const ZipArchive& archive_;
  const Pickle& pickle_;
  std::string prefix_;
  std::string_view source_;
  std::string where_;
  std::map<std::string, std::span<const std::byte>, std::less<>> storages_;
};

/// The folder that the records are in, with its slash: what stands before the one data.pkl.
std::string find_prefix(const ZipArchive& archive, std::string_view source) {
  constexpr std::string_view kPickle = "/data.pkl";
  std::optional<std::string> prefix;
  for (const std::string_view name : archive.names()) {
    if (!name.ends_with(kPickle) || name.find('/') != name.size() - kPickle.size()) continue;
    check(!prefix, ErrorCode::kInvalidData, "{}: holds more than one data.pkl", source);
    prefix = name.substr(0, name.size() - kPickle.size() + 1);
  }
  check(prefix.has_value(), ErrorCode::kInvalidData, "{}: no PyTorch checkpoint: it holds no NAME/data.pkl", source);
  return *prefix;
}

std::string_view record_text(const ZipArchive& archive, const std::string& name) {
  const auto bytes = archive.entry(name);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void check_records(const ZipArchive& archive, const std::string& prefix, std::string_view source) {
  if (const std::string name = prefix + "byteorder"; archive.contains(name)) {
    const std::string_view order = record_text(archive, name);
    check(order == "little", ErrorCode::kInvalidData, "{}: byteorder is {}, expected \"little\"", source, quote(order));
  }
  if (const std::string name = prefix + "version"; archive.contains(name)) {
    constexpr int kNewest = 10;  // of PyTorch 2
    const std::string_view text = record_text(archive, name);
    int version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    const std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
    check(error == std::errc{} && (rest.empty() || rest == "\n") && version >= 1 && version <= kNewest,
          ErrorCode::kInvalidData, "{}: format version is {}, expected 1 to {}", source, quote(text), kNewest);
  }
}

/// The member of a dict, the last of that name; null where there is none or `dict` is no dict.
const PickleValue* find_member(const Pickle& pickle, const PickleValue& dict, std::string_view key) {
  const PickleValue* found = nullptr;
  if (dict.kind == Kind::kDict)
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2)
      if (pickle[dict.items[i]].kind == Kind::kString && pickle[dict.items[i]].text == key)
        found = &pickle[dict.items[i + 1]];
  return found;
}

const PickleValue& find_state_dict(const Pickle& pickle, std::string_view source) {
  const PickleValue& root = pickle[pickle.root];
  for (const char* key : {"state_dict", "model_state_dict"})
    if (const PickleValue* nested = find_member(pickle, root, key); nested != nullptr && nested->kind == Kind::kDict)
      return *nested;
  check(root.kind == Kind::kDict, ErrorCode::kInvalidData, "{}: holds no state dict", source);
  return root;
}

}  // namespace

TorchTensors parse_torch_checkpoint(std::span<const std::byte> file, std::string_view source) {
  constexpr std::byte kPickleStart{0x80};
  check(file.empty() || file[0] != kPickleStart, ErrorCode::kInvalidData,
        "{}: a pickle without a ZIP archive, as before PyTorch 1.6; save it again with torch.save()", source);
  const ZipArchive archive(file, std::string(source));
  const std::string prefix = find_prefix(archive, source);
  check_records(archive, prefix, source);
  const std::string name = prefix + "data.pkl";
  const PickleGlobals globals{.functions = std::span(&kRebuild, 1), .types = kStorages};
  const Pickle pickle = parse_pickle(archive.entry(name), fmt::format("{}: {}", source, quote(name)), globals);

  const PickleValue& state_dict = find_state_dict(pickle, source);
  TensorReader reader(archive, pickle, prefix, source);
  TorchTensors tensors;
  for (std::size_t i = 0; i + 1 < state_dict.items.size(); i += 2) {
    const PickleValue& key = pickle[state_dict.items[i]];
    const PickleValue& value = pickle[state_dict.items[i + 1]];
    if (key.kind != Kind::kString || !TensorReader::is_tensor(value)) continue;
    check(tensors.try_emplace(std::string(key.text), reader.read(key.text, value)).second, ErrorCode::kInvalidData,
          "{}: tensor {} is there twice", source, quote(key.text));
  }
  check(!tensors.empty(), ErrorCode::kInvalidData, "{}: its state dict holds no tensor", source);
  return tensors;
}

}  // namespace emo3d::nn
