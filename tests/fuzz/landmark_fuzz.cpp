// Whatever bytes stand for a task bundle or for the geometry metadata in it, they are read within their bounds or
// refused with an Error of one line.
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>

#include "emo3d/base/error.h"
#include "emo3d/base/zip_archive.h"
#include "emo3d/landmark/face_pose.h"
#include "tests/fuzz/expect.h"

namespace {

using emo3d::fuzz::expect;

using namespace emo3d;

template <typename Action>
void refused_or_done(Action&& action) {
  try {
    action();
  } catch (const Error& e) {
    expect(std::string_view(e.what()).find('\n') == std::string_view::npos);
  }
}

void read_geometry(std::span<const std::byte> bytes) {
  const auto metadata = landmark::parse_geometry_metadata(bytes, "input");
  std::array<landmark::Landmark, landmark::kLandmarkCount> landmarks;
  for (std::size_t i = 0; i < landmarks.size(); ++i) {
    const auto step = static_cast<float>(i);
    landmarks[i] = {0.3F + step / 2000, 0.7F - step * step / 1e6F, step / 5000};
  }
  expect(landmark::FacePose(metadata).matrix(landmarks, 400, 300).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  refused_or_done([&] { read_geometry(bytes); });
  refused_or_done([&] {
    const ZipArchive bundle(bytes, "input");
    for (const char* name : {"face_detector.tflite", "geometry_pipeline_metadata_landmarks.binarypb"})
      refused_or_done([&] {
        const auto entry = bundle.entry(name);
        expect(entry.data() >= bytes.data() && entry.data() + entry.size() <= bytes.data() + size);
        read_geometry(entry);
      });
  });
  return 0;
}
