#include "emo3d/store/sha256.h"

#include <openssl/evp.h>

#include <array>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

namespace emo3d::store {

std::string sha256_of_file(const std::filesystem::path& path) {
  const MappedFile file(path);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  check(EVP_Digest(file.bytes().data(), file.bytes().size(), digest.data(), &size, EVP_sha256(), nullptr) == 1,
        ErrorCode::kIo, "{}: SHA-256 failed", path.string());
  std::string hexadecimal;
  for (unsigned i = 0; i < size; ++i) hexadecimal += fmt::format("{:02x}", digest.at(i));
  return hexadecimal;
}

}  // namespace emo3d::store
