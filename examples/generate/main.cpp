// Uses an installed emo3d: prints the strongest blendshapes of a description and writes them as a Live Link Face CSV.
#include <cstdio>
#include <exception>

#include "emo3d/service/generate.h"
#include "emo3d/service/output.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: describe TEXT OUTPUT.csv\n");
    return 2;
  }
  try {
    const auto generator = emo3d::service::Generator::load({});
    const emo3d::service::Generated generated = generator.generate(argv[1], {});
    for (const emo3d::face::Channel channel : emo3d::face::channels()) {
      const float score = generated.document.expression[channel];
      if (score > 0.3f) std::printf("%s %.2f\n", std::string(name(channel)).c_str(), static_cast<double>(score));
    }
    emo3d::service::OutputWriter({argv[2]}, {}, {}).write(generated);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "describe: %s\n", e.what());
    return 1;
  }
}
