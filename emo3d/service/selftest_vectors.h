#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "emo3d/nn/linear.h"
#include "emo3d/nn/tensor.h"

namespace emo3d::service {

/// An encoder's vectors of the built-in inputs by tower, "text" and, of CLIP, "image"; not normalised.
using SelftestVectors = std::map<std::string, nn::Matrix>;

/// "clip", "bert", "roberta", "xlm-roberta" or "use-lite", by the files of the folder.
/// \throws Error kNotFound, kIo or kInvalidData.
[[nodiscard]] std::string encoder_kind(const std::filesystem::path& folder);

struct EmbeddedInputs {
  SelftestVectors together;  ///< All inputs in one call.
  SelftestVectors alone;     ///< Each in a call of its own.
};

/// `alone` only where asked for. \throws Error as load_text_encoder() and ClipVisionNetwork.
[[nodiscard]] EmbeddedInputs embed_selftest(const std::filesystem::path& folder, nn::Precision precision,
                                            unsigned threads, bool also_alone = false);

/// Recorded vectors and what they were made with, as far as the file says.
struct RecordedVectors {
  SelftestVectors vectors;
  std::map<std::string, std::string> checksums;  ///< SHA-256 of the encoder's files by name.
};

/// SHA-256 of the files in `folder` that make its vectors. \throws Error kIo.
[[nodiscard]] std::map<std::string, std::string> encoder_checksums(const std::filesystem::path& folder);

/// Reads a reference whose towers have the rows and columns of `like`. \throws Error kNotFound, kIo, kInvalidArgument
/// for an unknown extension, or kInvalidData naming the file, the tower and what was expected.
[[nodiscard]] RecordedVectors read_reference(const std::filesystem::path& path, const SelftestVectors& like);

/// \throws Error kInvalidArgument for another extension than .safetensors, kIo where the folder cannot be written.
void check_record_path(const std::filesystem::path& path);

/// Writes a .safetensors file that read_reference() reads. \throws Error kInvalidArgument for vectors that
/// are not finite, and as check_record_path().
void write_reference(const std::filesystem::path& path, const RecordedVectors& recorded);

}  // namespace emo3d::service
