#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emo3d/nn/tensor.h"
#include "tests/support/zip_writer.h"

/// Pickles and PyTorch checkpoints that tests write themselves, sound ones and others.
namespace emo3d::testing {

// Pieces of a pickle: opcodes that put one value on the stack.

inline std::string pickled(std::string_view text) { return "X" + little_endian(text.size(), 4) + std::string(text); }
inline std::string pickled(std::int64_t number) {
  return "\x8a\x08" + little_endian(static_cast<std::uint64_t>(number), 8);
}
inline std::string pickled_global(std::string_view module, std::string_view name) {
  return "c" + std::string(module) + "\n" + std::string(name) + "\n";
}
inline std::string pickled_tuple(const std::vector<std::string>& items) {
  std::string piece = "(";
  for (const std::string& item : items) piece += item;
  return piece + "t";
}
inline std::string pickled_tuple(const std::vector<std::size_t>& numbers) {
  std::vector<std::string> items;
  for (const std::size_t number : numbers) items.push_back(pickled(static_cast<std::int64_t>(number)));
  return pickled_tuple(items);
}
inline std::string pickled_call(const std::string& function, const std::vector<std::string>& arguments) {
  return function + pickled_tuple(arguments) + "R";
}
inline std::string pickled_ordered_dict(const std::vector<std::pair<std::string, std::string>>& members = {}) {
  std::string piece = pickled_call(pickled_global("collections", "OrderedDict"), {});
  if (members.empty()) return piece;
  piece += "(";
  for (const auto& [key, value] : members) piece += pickled(key) + value;
  return piece + "u";
}
inline std::string pickle_of(const std::string& piece) { return "\x80\x02" + piece + "."; }

/// A storage as torch.save() names it, for example of type "FloatStorage".
inline std::string pickled_storage(std::string_view type, std::string_view key, std::size_t count,
                                   std::string_view device = "cpu") {
  return pickled_tuple({pickled("storage"), pickled_global("torch", type), pickled(key), pickled(device),
                        pickled(static_cast<std::int64_t>(count))}) +
         "Q";
}
inline std::string pickled_tensor(const std::string& storage, const std::vector<std::size_t>& shape,
                                  const std::vector<std::size_t>& strides, std::size_t offset = 0) {
  return pickled_call(pickled_global("torch._utils", "_rebuild_tensor_v2"),
                      {storage, pickled(static_cast<std::int64_t>(offset)), pickled_tuple(shape),
                       pickled_tuple(strides), "\x89", pickled_ordered_dict()});
}

/// A checkpoint of this pickle and these storages, as torch.save() writes it.
inline std::string torch_zip(const std::string& pickle,
                             const std::vector<std::pair<std::string, std::string>>& storages,
                             const std::string& folder = "archive") {
  std::vector<ZipEntry> entries = {{folder + "/data.pkl", pickle}, {folder + "/byteorder", "little"}};
  for (const auto& [key, bytes] : storages) {
    ZipEntry storage{.name = folder + "/data/" + key, .bytes = bytes};
    std::size_t start = 30 + storage.name.size();
    for (const ZipEntry& entry : entries) start += 30 + entry.name.size() + entry.padding + entry.bytes.size();
    constexpr std::size_t kAlignment = 64;  // torch.save() aligns storages to this in the file
    storage.padding = (kAlignment - start % kAlignment) % kAlignment;
    entries.push_back(std::move(storage));
  }
  entries.push_back({folder + "/version", "3\n"});
  return zip_of(entries, "", true);
}

/// A checkpoint of float32 tensors.
inline std::string torch_file(const std::map<std::string, nn::TensorView>& tensors) {
  std::vector<std::pair<std::string, std::string>> members, storages;
  for (const auto& [name, tensor] : tensors) {
    const std::string key = std::to_string(storages.size());
    storages.emplace_back(key,
                          std::string(reinterpret_cast<const char*>(tensor.values.data()), tensor.values.size_bytes()));
    std::vector<std::size_t> strides(tensor.shape.size(), 1);
    for (std::size_t d = strides.size(); d-- > 1;) strides[d - 1] = strides[d] * tensor.shape[d];
    members.emplace_back(
        name, pickled_tensor(pickled_storage("FloatStorage", key, tensor.values.size()), tensor.shape, strides));
  }
  const std::string metadata = "}" + pickled("_metadata") + pickled_ordered_dict() + "sb";
  return torch_zip(pickle_of(pickled_ordered_dict(members) + metadata), storages);
}

}  // namespace emo3d::testing
