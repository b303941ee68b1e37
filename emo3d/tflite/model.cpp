#include "emo3d/tflite/model.h"

#include <utility>

#include "emo3d/tflite/graph_reader.h"

namespace emo3d::tflite {
namespace {

std::vector<Port> ports(const Graph& graph, const std::vector<std::size_t>& tensors) {
  std::vector<Port> ports;
  for (const std::size_t index : tensors) ports.push_back({graph.tensors[index].name, graph.tensors[index].shape});
  return ports;
}

}  // namespace

Model::Model(std::shared_ptr<const Graph> graph, std::string name)
    : graph_(std::move(graph)),
      name_(std::move(name)),
      inputs_(ports(*graph_, graph_->inputs)),
      outputs_(ports(*graph_, graph_->outputs)) {}

Model Model::parse(std::span<const std::byte> bytes, std::string name) {
  auto graph = std::make_shared<const Graph>(read_graph(bytes, name));
  return {std::move(graph), std::move(name)};
}

std::size_t Model::multiply_adds() const { return graph_->multiply_adds; }

}  // namespace emo3d::tflite
