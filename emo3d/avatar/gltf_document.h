#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/avatar/gltf_value.h"

/// glTF 2.0 as a container: JSON, buffers and views of them. Read with base's JSON and not with tinygltf, which the
/// writer uses: tinygltf 2.7 recurses as deep as the file says and points image views anywhere in memory.
namespace emo3d::avatar {

/// Bytes of a file or a part of it.
using GltfBytes = std::string_view;

/// What an accessor, a primitive that is shown, or another thing with a name and a place costs in
/// GltfDocument::spend().
inline constexpr std::size_t kGltfItemWork = 2048;

/// A view of a buffer that lies inside it.
struct GltfView {
  GltfBytes bytes;
  std::size_t stride = 0;  ///< Bytes between elements, 0 where they are tightly packed.
};

/// A glTF 2.0 file with all its buffers in memory. Everything in it is untrusted.
class GltfDocument {
 public:
  /// Reads .glb, .vrm (both binary) or .gltf with the files that it names, none outside its folder.
  /// \throws Error kNotFound, kIo or kInvalidData.
  [[nodiscard]] static GltfDocument open(const std::filesystem::path& path);
  /// Reads the bytes of a file; `source` starts error messages. Files beside it are looked for in `folder`; where that
  /// is empty there are none. \throws Error kInvalidData; for other files also kNotFound or kIo.
  GltfDocument(std::string bytes, std::string source, std::filesystem::path folder);
  GltfDocument(const GltfDocument&) = delete;
  GltfDocument& operator=(const GltfDocument&) = delete;

  [[nodiscard]] const std::string& source() const { return source_; }
  [[nodiscard]] GltfValue root() const { return {json_, source_ + ":"}; }
  /// Number of elements in a top-level array such as "meshes".
  [[nodiscard]] std::size_t count(const char* array) const;
  /// Element of a top-level array. \throws Error kInvalidData where there is none.
  [[nodiscard]] GltfValue item(const char* array, std::size_t index) const;
  /// \throws Error kInvalidData where the view does not exist or reaches out of its buffer.
  [[nodiscard]] GltfView view(std::size_t index) const;
  /// The bytes that a "uri" stands for: inline or in a file of at most `max_bytes`. \throws Error kInvalidData also
  /// for other places such as the network, and where all calls together load more than a file may have.
  [[nodiscard]] std::string resource(const GltfValue& uri, std::size_t max_bytes) const;
  /// Counts work that the file asks for, so that a small file cannot ask for hours of it: 1 for a number that is read
  /// or kept, kGltfItemWork for a thing that is looked up.
  /// \throws Error kInvalidData, naming `place`, where all calls together exceed the limit.
  void spend(std::size_t numbers, const std::string& place) const;

 private:
  void check_asset() const;
  void load_buffers(GltfBytes binary);
  /// Where the file of a "uri" lies, which is in the folder.
  [[nodiscard]] std::filesystem::path path_of(const GltfValue& uri) const;
  [[nodiscard]] std::string load(const std::filesystem::path& path, const GltfValue& uri, std::size_t max_bytes) const;
  /// The bytes of a buffer's "uri". Each file is kept once, however many buffers name it.
  [[nodiscard]] GltfBytes buffer_at(const GltfValue& uri);

  std::string source_;
  std::filesystem::path folder_;
  std::string file_;
  Json json_;
  std::map<std::filesystem::path, std::string> loaded_;  ///< Buffers that lie in files of their own.
  std::list<std::string> decoded_;                       ///< Buffers from data URIs.
  std::vector<GltfBytes> buffers_;
  mutable std::size_t spent_ = 0;
  mutable std::size_t loaded_bytes_ = 0;
};

}  // namespace emo3d::avatar
