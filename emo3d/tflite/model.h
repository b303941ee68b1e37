#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace emo3d::tflite {

struct Graph;

/// An input or output of a model: float32 values, row-major.
struct Port {
  std::string name;
  std::vector<int> shape;  ///< A side of unknown length (-1 in the signature) is 1.
};

/// A TensorFlow Lite model: one graph of float operators on images and rows of numbers, weights in float32 or float16.
/// Immutable and cheap to copy; any number of executors may share one, in any threads.
///
///     const auto model = tflite::Model::parse(bytes, "face_detector.tflite");
///     tflite::Executor executor(model);
///     std::ranges::copy(pixels, executor.input(0).begin());
///     executor.run();
///     use(executor.output(0));
class Model {
 public:
  /// Reads and checks a whole model; float16 weights are widened. The bytes are not needed afterwards and need not be
  /// trusted: memory taken is bounded by a multiple of their number, and activations by 256 MiB.
  /// Supported are the operators ADD, CONCATENATION, CONV_2D, DEPTHWISE_CONV_2D, DEQUANTIZE (of constants), DIV,
  /// LOGISTIC, MAX_POOL_2D, MEAN, MUL, NEG, PAD, PRELU, RELU, RESHAPE, RSQRT, SQRT, SQUARED_DIFFERENCE, STRIDED_SLICE,
  /// SUB, SUM and TRANSPOSE; no dilation, no depth multiplier, no step other than 1 in a slice.
  /// \param name how errors call the model: "face_landmarker.task: face_detector.tflite".
  /// \throws Error kInvalidData with one line that names the operator or the byte.
  static Model parse(std::span<const std::byte> bytes, std::string name);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Port>& inputs() const { return inputs_; }
  [[nodiscard]] const std::vector<Port>& outputs() const { return outputs_; }
  /// How many multiply-adds the convolutions of one run take.
  [[nodiscard]] std::size_t multiply_adds() const;
  /// For Executor.
  [[nodiscard]] const Graph& graph() const { return *graph_; }

 private:
  Model(std::shared_ptr<const Graph> graph, std::string name);

  std::shared_ptr<const Graph> graph_;
  std::string name_;
  std::vector<Port> inputs_, outputs_;
};

}  // namespace emo3d::tflite
