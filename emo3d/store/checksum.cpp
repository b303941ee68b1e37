#include "emo3d/store/checksum.h"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <span>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

namespace emo3d::store {
namespace {

struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// The digest of `prefix` and then `bytes`, in hexadecimal digits.
std::string digest(const EVP_MD* kind, std::string_view prefix, std::span<const std::byte> bytes,
                   const std::filesystem::path& path) {
  const std::unique_ptr<EVP_MD_CTX, FreeDigest> context(EVP_MD_CTX_new());
  std::array<unsigned char, EVP_MAX_MD_SIZE> result{};
  unsigned size = 0;
  const bool made = context && EVP_DigestInit_ex(context.get(), kind, nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), prefix.data(), prefix.size()) == 1 &&
                    EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
                    EVP_DigestFinal_ex(context.get(), result.data(), &size) == 1;
  check(made, ErrorCode::kIo, "{}: the checksum cannot be computed", path.string());
  std::string hexadecimal;
  for (unsigned i = 0; i < size; ++i) hexadecimal += fmt::format("{:02x}", result.at(i));
  return hexadecimal;
}

bool is_hexadecimal(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string sha256_of_file(const std::filesystem::path& path) {
  const MappedFile file(path);
  return digest(EVP_sha256(), "", file.bytes(), path);
}

std::string git_blob_of_file(const std::filesystem::path& path) {
  const MappedFile file(path);
  std::string prefix = fmt::format("blob {}", file.bytes().size());
  prefix += '\0';
  return digest(EVP_sha1(), prefix, file.bytes(), path);
}

bool is_sha256(std::string_view text) { return is_hexadecimal(text, 64); }

bool is_git_name(std::string_view text) { return is_hexadecimal(text, 40); }

}  // namespace emo3d::store
