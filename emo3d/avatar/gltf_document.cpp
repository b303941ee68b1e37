#include "emo3d/avatar/gltf_document.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "emo3d/avatar/data_uri.h"
#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

namespace emo3d::avatar {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30;
constexpr std::size_t kMaxJsonBytes = std::size_t{1} << 27;
/// Arrays, objects and what stands in them; a large avatar of 10,000 accessors and 1,000 nodes has 100,000.
constexpr std::size_t kMaxJsonValues = std::size_t{1} << 22;
/// Numbers that accessors may have together; a full avatar of 100,000 vertices and 52 targets has 18 million.
constexpr std::size_t kMaxNumbers = std::size_t{1} << 26;

/// glTF 2.0, "GLB File Format Specification": 12 bytes of header, then chunks of length, type and data.
constexpr std::string_view kGlbMagic = "glTF";
constexpr std::size_t kGlbHeader = 12;
constexpr std::size_t kChunkHeader = 8;
constexpr std::uint32_t kJsonChunk = 0x4E4F534A;
constexpr std::uint32_t kBinaryChunk = 0x004E4942;

/// Extensions that a file may require. What they add is read (quantised numbers, texture transforms, VRM) or can be
/// left out (looks and animation).
constexpr std::array<std::string_view, 13> kKnownExtensions = {"KHR_mesh_quantization",
                                                               "KHR_texture_transform",
                                                               "KHR_materials_unlit",
                                                               "KHR_materials_emissive_strength",
                                                               "KHR_materials_specular",
                                                               "KHR_materials_ior",
                                                               "KHR_materials_clearcoat",
                                                               "KHR_lights_punctual",
                                                               "VRM",
                                                               "VRMC_vrm",
                                                               "VRMC_materials_mtoon",
                                                               "VRMC_springBone",
                                                               "VRMC_node_constraint"};

std::uint32_t little_endian(GltfBytes bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

/// Refuses JSON that would fill the memory: parsed, a value takes up to a hundred times the two bytes it has in a file.
void check_values(GltfBytes json, const std::string& source) {
  bool quoted = false, escaped = false;
  std::size_t values = 0;
  for (const char c : json) {
    if (quoted) {
      quoted = escaped || c != '"';
      escaped = !escaped && c == '\\';
    } else {
      quoted = c == '"';
      if (c == ',' || c == '[' || c == '{') ++values;
    }
  }
  check(values <= kMaxJsonValues, ErrorCode::kInvalidData, "{}: JSON of {} values is more than {}", source, values,
        kMaxJsonValues);
}

/// Where a relative URI leads below `folder`; refused where it leaves it, also through links.
fs::path beside(const fs::path& folder, const std::string& name, const std::string& place) {
  const fs::path relative = fs::path(name).lexically_normal();
  const bool inside = !name.empty() && relative.is_relative() && *relative.begin() != ".." &&
                      name.find('\0') == std::string::npos && name.find('\\') == std::string::npos;
  check(inside, ErrorCode::kInvalidData, "{}: {} is not a file beside it", place, quote(name));
  std::error_code error;
  const fs::path root = fs::weakly_canonical(folder, error);
  check(!error, ErrorCode::kIo, "{}: cannot read folder {}", place, quote(folder.string()));
  fs::path target = fs::weakly_canonical(root / relative, error);
  check(!error && std::mismatch(root.begin(), root.end(), target.begin(), target.end()).first == root.end(),
        ErrorCode::kInvalidData, "{}: {} leads out of the folder", place, quote(name));
  check(fs::is_regular_file(target, error), ErrorCode::kNotFound, "{}: file {} does not exist", place, quote(name));
  return target;
}

/// The string of a "uri".
const std::string& uri_text(const GltfValue& uri) {
  const auto* text = uri.json().get_ptr<const std::string*>();
  check(text != nullptr && !text->empty(), ErrorCode::kInvalidData, "{} must be a string", uri.place());
  return *text;
}

}  // namespace

GltfDocument GltfDocument::open(const fs::path& path) {
  return {read_file(path, kMaxFileBytes), path.string(), path.has_parent_path() ? path.parent_path() : fs::path(".")};
}

GltfDocument::GltfDocument(std::string bytes, std::string source, fs::path folder)
    : source_(std::move(source)), folder_(std::move(folder)), file_(std::move(bytes)) {
  GltfBytes binary;
  GltfBytes text = file_;
  if (text.starts_with(kGlbMagic)) {
    const auto whole = [&](std::size_t size) {
      check(size <= file_.size(), ErrorCode::kInvalidData, "{}: not a whole GLB: {} bytes, {} are announced", source_,
            file_.size(), size);
    };
    whole(kGlbHeader + kChunkHeader);
    const std::uint32_t version = little_endian(file_, 4);
    check(version == 2, ErrorCode::kInvalidData, "{}: GLB version {}, expected 2", source_, version);
    whole(little_endian(file_, 8));
    const std::size_t json_bytes = little_endian(file_, kGlbHeader);
    check(little_endian(file_, kGlbHeader + 4) == kJsonChunk, ErrorCode::kInvalidData,
          "{}: the first chunk of the GLB is not JSON", source_);
    const std::size_t json_end = kGlbHeader + kChunkHeader + json_bytes;
    whole(json_end);
    text = GltfBytes(file_).substr(kGlbHeader + kChunkHeader, json_bytes);
    const std::size_t next = (json_end + 3) / 4 * 4;
    if (next + kChunkHeader <= file_.size() && little_endian(file_, next + 4) == kBinaryChunk) {
      const std::size_t size = little_endian(file_, next);
      whole(next + kChunkHeader + size);
      binary = GltfBytes(file_).substr(next + kChunkHeader, size);
    }
  }
  check(text.size() <= kMaxJsonBytes, ErrorCode::kInvalidData, "{}: JSON of {} bytes is more than {}", source_,
        text.size(), kMaxJsonBytes);
  check_values(text, source_);
  json_ = parse_json(text, source_);
  check_asset();
  load_buffers(binary);
}

void GltfDocument::check_asset() const {
  const std::string version = root().at("asset").at("version").string();
  check(version.starts_with("2."), ErrorCode::kInvalidData, "{}: glTF version {}, expected 2.0", source_,
        quote(version));
  for (const GltfValue required : root().items("extensionsRequired")) {
    const std::string name = required.string();
    check(std::ranges::find(kKnownExtensions, name) != kKnownExtensions.end(), ErrorCode::kInvalidData,
          "{}: needs the extension {}, which emo3d does not read", required.place(), quote(name));
  }
}

void GltfDocument::load_buffers(GltfBytes binary) {
  for (const GltfValue buffer : root().items("buffers")) {
    const std::size_t size = buffer.at("byteLength").size();
    GltfBytes bytes = binary;
    if (const auto uri = buffer.find("uri")) {
      bytes = buffer_at(*uri);
    } else {
      check(buffers_.empty() && file_.starts_with(kGlbMagic), ErrorCode::kInvalidData, "{} has no uri", buffer.place());
    }
    check(size <= bytes.size(), ErrorCode::kInvalidData, "{}: byteLength {}, but there are {} bytes", buffer.place(),
          size, bytes.size());
    buffers_.push_back(bytes.substr(0, size));
  }
}

fs::path GltfDocument::path_of(const GltfValue& uri) const {
  const std::string& text = uri_text(uri);
  check(!folder_.empty() && text.find(':') == std::string::npos, ErrorCode::kInvalidData,
        "{}: {} is not a file beside it", uri.place(), quote(text));
  return beside(folder_, percent_decoded(text), uri.place());
}

std::string GltfDocument::load(const fs::path& path, const GltfValue& uri, std::size_t max_bytes) const {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  check(!error && size <= kMaxFileBytes - loaded_bytes_, ErrorCode::kInvalidData,
        "{}: the files beside it have more than {} bytes", uri.place(), kMaxFileBytes);
  std::string bytes = read_file(path, std::min(max_bytes, kMaxFileBytes - loaded_bytes_));
  loaded_bytes_ += bytes.size();
  return bytes;
}

GltfBytes GltfDocument::buffer_at(const GltfValue& uri) {
  if (is_data_uri(uri_text(uri))) return decoded_.emplace_back(resource(uri, kMaxFileBytes));
  const fs::path path = path_of(uri);
  const auto known = loaded_.find(path);
  return known != loaded_.end() ? known->second : loaded_.emplace(path, load(path, uri, kMaxFileBytes)).first->second;
}

std::string GltfDocument::resource(const GltfValue& uri, std::size_t max_bytes) const {
  const std::string& text = uri_text(uri);
  return is_data_uri(text) ? decode_data_uri(text, uri.place()) : load(path_of(uri), uri, max_bytes);
}

std::size_t GltfDocument::count(const char* array) const {
  const auto found = root().find(array);
  if (!found) return 0;
  check(found->json().is_array(), ErrorCode::kInvalidData, "{} must be an array", found->place());
  return found->json().size();
}

GltfValue GltfDocument::item(const char* array, std::size_t index) const {
  const std::size_t size = count(array);
  check(index < size, ErrorCode::kInvalidData, "{}: there is no {}[{}], the file has {}", source_, array, index, size);
  return {json_.at(array).at(index), fmt::format("{}: {}[{}]", source_, array, index)};
}

GltfView GltfDocument::view(std::size_t index) const {
  constexpr std::size_t kLeastStride = 4, kLargestStride = 252;  // glTF 2.0, schema of bufferView
  const GltfValue view = item("bufferViews", index);
  const std::size_t buffer = view.at("buffer").size();
  check(buffer < buffers_.size(), ErrorCode::kInvalidData, "{}: there is no buffers[{}], the file has {}", view.place(),
        buffer, buffers_.size());
  const GltfBytes bytes = buffers_[buffer];
  const std::size_t offset = view.size("byteOffset", 0), length = view.at("byteLength").size();
  check(offset <= bytes.size() && length <= bytes.size() - offset, ErrorCode::kInvalidData,
        "{}: byteOffset {} and byteLength {} reach out of the buffer of {} bytes", view.place(), offset, length,
        bytes.size());
  const std::size_t stride = view.size("byteStride", 0);
  check(stride == 0 || (stride >= kLeastStride && stride <= kLargestStride), ErrorCode::kInvalidData,
        "{}: byteStride {} is not in [{},{}]", view.place(), stride, kLeastStride, kLargestStride);
  return {bytes.substr(offset, length), stride};
}

void GltfDocument::spend(std::size_t numbers, const std::string& place) const {
  check(numbers <= kMaxNumbers - spent_, ErrorCode::kInvalidData, "{}: the file asks for more than {} numbers", place,
        kMaxNumbers);
  spent_ += numbers;
}

}  // namespace emo3d::avatar
