#include "emo3d/encode/embedding_key.h"

#include <openssl/evp.h>

#include <bit>
#include <cstdint>
#include <memory>

#include "emo3d/base/error.h"

namespace emo3d::encode {
namespace {

static_assert(std::endian::native == std::endian::little, "lengths are hashed as they lie in memory");

struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// Adds a field with its length in front.
bool add(EVP_MD_CTX* context, std::string_view field) {
  const std::uint64_t size = field.size();
  return EVP_DigestUpdate(context, &size, sizeof size) == 1 &&
         EVP_DigestUpdate(context, field.data(), field.size()) == 1;
}

}  // namespace

EmbeddingKey embedding_key(std::string_view content, const EncoderIdentity& encoder) {
  const std::unique_ptr<EVP_MD_CTX, FreeDigest> context(EVP_MD_CTX_new());
  EmbeddingKey key;
  const bool made =
      context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1 && add(context.get(), encoder.model) &&
      add(context.get(), encoder.precision) && add(context.get(), encoder.pooling) &&
      add(context.get(), encoder.preprocessing) && add(context.get(), content) &&
      EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(key.sha256.data()), nullptr) == 1;
  check(made, ErrorCode::kUnavailable, "the key of an embedding cannot be computed: OpenSSL lacks SHA-256");
  return key;
}

}  // namespace emo3d::encode
