#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emo3d/model/clip_mlp.h"
#include "emo3d/model/description_model.h"
#include "emo3d/model/vae_clip.h"

namespace emo3d::model {

/// CLIP embeddings of texts, not normalised.
struct EmbeddedTexts {
  /// Of texts that were all read whole.
  EmbeddedTexts(nn::Matrix embeddings) : rows(std::move(embeddings)) {}
  nn::Matrix rows;                       ///< Row i is that of text i.
  std::vector<std::size_t> read_tokens;  ///< 0 where the text was read whole; empty where all were.
};
/// A text's row does not depend on the other texts beyond rounding. May be called from several threads at once.
using TextEmbedder = std::function<EmbeddedTexts(std::span<const std::string>)>;
/// Throws Error kInvalidArgument for a text that the embedder would refuse.
using TextCheck = std::function<void(std::string_view)>;

/// A published baseline as a description model: the embedding of the whole text becomes the face, as the authors'
/// programs have it. Rules play no part, so sides, facial actions and denials count as far as the network knows them.
/// It gives a face only: Prediction::tells_emotions is false, and no emotions are made up from the face.
class BaselineModel : public DescriptionModel {
 public:
  void check_text(std::string_view text) const override;
  /// \throws Error also kInvalidArgument where the embedder's rows have another width than the network takes, and
  /// kInvalidData where they hold NaN or infinity.
  [[nodiscard]] Prediction predict(std::string_view text) const override;
  [[nodiscard]] std::vector<Prediction> predict_batch(std::span<const std::string> texts) const override;
  /// No clauses and no words: nobody knows what the network looked at.
  [[nodiscard]] Explanation explain(std::string_view text) const override;

 protected:
  BaselineModel(TextEmbedder embed, TextCheck check) : embed_(std::move(embed)), check_(std::move(check)) {}

 private:
  /// Width of an embedding.
  [[nodiscard]] virtual std::size_t inputs() const = 0;
  /// kBaselineScores in [0,1] for each row.
  [[nodiscard]] virtual nn::Matrix scores(const nn::Matrix& embeddings) const = 0;
  [[nodiscard]] std::vector<Prediction> predict_all(std::span<const std::string> texts) const;

  TextEmbedder embed_;
  TextCheck check_;
};

///     const ClipMlpModel model(ClipMlp::load("CLIP_Baseline.pth"), embed);
///     const face::Expression face = model.predict("a tired smile").expression;
class ClipMlpModel final : public BaselineModel {
 public:
  ClipMlpModel(ClipMlp network, TextEmbedder embed, TextCheck check = {})
      : BaselineModel(std::move(embed), std::move(check)), network_(std::move(network)) {}

  [[nodiscard]] std::string_view name() const override { return "clip-mlp"; }

 private:
  [[nodiscard]] std::size_t inputs() const override { return network_.inputs(); }
  [[nodiscard]] nn::Matrix scores(const nn::Matrix& embeddings) const override { return network_.apply(embeddings); }

  ClipMlp network_;
};

/// The embedding is decoded as it is, without noise.
class VaeClipModel final : public BaselineModel {
 public:
  VaeClipModel(VaeClip network, TextEmbedder embed, TextCheck check = {})
      : BaselineModel(std::move(embed), std::move(check)), network_(std::move(network)) {}

  [[nodiscard]] std::string_view name() const override { return "vae-clip"; }

 private:
  [[nodiscard]] std::size_t inputs() const override { return network_.latent(); }
  [[nodiscard]] nn::Matrix scores(const nn::Matrix& embeddings) const override { return network_.decode(embeddings); }

  VaeClip network_;
};

}  // namespace emo3d::model
