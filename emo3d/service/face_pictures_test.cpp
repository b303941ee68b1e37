#include "emo3d/service/face_pictures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>

#include "emo3d/base/json.h"
#include "emo3d/rig/head.h"
#include "emo3d/service/face_contours.h"
#include "emo3d/service/head_pose.h"
#include "tests/support/errors.h"
#include "tests/support/golden.h"

namespace emo3d::service {
namespace {

/// The faces that MediaPipe finds in one of the golden photos.
struct Expected {
  int width = 0, height = 0;
  std::vector<landmark::Face> faces;
};

Expected expected_faces(const std::filesystem::path& golden, const std::string& name) {
  const Json json = read_json(golden / "expected" / (name + ".json"));
  Expected expected{json.at("image").at("width"), json.at("image").at("height"), {}};
  for (const Json& from : json.at("faces")) {
    landmark::Face& face = expected.faces.emplace_back();
    for (std::size_t i = 0; i < face.landmarks.size(); ++i) {
      const Json& p = from.at("landmarks").at(i);
      face.landmarks[i] = {p.at(0), p.at(1), p.at(2)};
    }
    for (std::size_t i = 0; i < face.blendshapes.size(); ++i) face.blendshapes[i] = from.at("blendshapes").at(i);
  }
  return expected;
}

HeadPose pose_of(const Expected& expected, std::size_t face = 0) {
  return head_pose(head_axes(expected.faces.at(face), expected.width, expected.height));
}

TEST(HeadPoseGolden, IsTheSameWhereverTheFaceIs) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const HeadPose middle = pose_of(expected_faces(golden, "hopper"));
  const HeadPose edge = pose_of(expected_faces(golden, "hopper_wide"));
  EXPECT_NEAR(edge.yaw_deg, middle.yaw_deg, 2);
  EXPECT_NEAR(edge.pitch_deg, middle.pitch_deg, 2);
  EXPECT_NEAR(edge.roll_deg, middle.roll_deg, 2);
  EXPECT_NEAR(pose_of(expected_faces(golden, "astronaut_roll30")).roll_deg,
              pose_of(expected_faces(golden, "astronaut")).roll_deg - 30, 1.5)
      << "turned by 30 degrees against the clock: the crown goes to the viewer's left";
  EXPECT_NEAR(pose_of(expected_faces(golden, "astronaut_mirror")).roll_deg,
              -pose_of(expected_faces(golden, "astronaut")).roll_deg, 1);
}

TEST(HeadPoseGolden, AgreesWithRenderedHeads) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  // The angles that the ICT heads were rendered at; README.md of the golden images has them.
  EXPECT_NEAR(pose_of(expected_faces(golden, "ict_neutral")).yaw_deg, 0, 2.5);
  EXPECT_NEAR(pose_of(expected_faces(golden, "ict_jawopen")).yaw_deg, 10, 2.5);
  EXPECT_NEAR(pose_of(expected_faces(golden, "ict_smile")).yaw_deg, -15, 2.5);
  EXPECT_NEAR(pose_of(expected_faces(golden, "ict_smile")).roll_deg, 6, 2.5);
  EXPECT_NEAR(pose_of(expected_faces(golden, "ict_wink")).roll_deg, -5, 2.5);
  EXPECT_NEAR(pose_of(expected_faces(golden, "ict_pucker_up")).pitch_deg -
                  pose_of(expected_faces(golden, "ict_smile")).pitch_deg,
              12, 3)
      << "the same person, without and with the chin raised";
}

TEST(HeadPose, IsWhatTurnMakes) {
  const auto turned_by = [](const HeadAxes& axes) {
    rig::Mesh mesh;
    mesh.positions = {{1, 2, 4}};
    mesh.normals = {{0, 0, 1}};
    turn(mesh, axes, {1, 2, 3});
    return mesh;
  };
  const float r = std::numbers::sqrt2_v<float> / 2;
  const HeadAxes left{{r, 0, -r}, {0, 1, 0}, {r, 0, r}};  // 45 degrees to the subject's left
  EXPECT_NEAR(head_pose(left).yaw_deg, 45, 1e-3);
  EXPECT_NEAR(head_pose(left).pitch_deg, 0, 1e-3);
  EXPECT_NEAR(turned_by(left).positions[0].x, 1 + r, 1e-6) << "the nose goes to +X, about the centre";
  EXPECT_NEAR(turned_by(left).normals[0].x, r, 1e-6);
  const HeadAxes raised{{1, 0, 0}, {0, r, -r}, {0, r, r}};
  EXPECT_NEAR(head_pose(raised).pitch_deg, 45, 1e-3);
  const HeadAxes tilted{{r, -r, 0}, {r, r, 0}, {0, 0, 1}};
  EXPECT_NEAR(head_pose(tilted).roll_deg, 45, 1e-3);
}

TEST(FaceContoursGolden, JoinNeighbours) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const Expected photo = expected_faces(golden, "astronaut");
  const landmark::Face& face = photo.faces[0];
  const auto distance = [&](int a, int b) {
    const auto& p = face.landmarks[static_cast<std::size_t>(a)];
    const auto& q = face.landmarks[static_cast<std::size_t>(b)];
    return std::hypot(p.x - q.x, p.y - q.y);
  };
  const float width = distance(234, 454);
  for (const Contour& contour : face_contours()) {
    const std::size_t lines = contour.points.size() - (contour.closed ? 0 : 1);
    for (std::size_t i = 0; i < lines; ++i) {
      const int a = contour.points[i], b = contour.points[(i + 1) % contour.points.size()];
      EXPECT_LT(distance(a, b), width * 0.2f) << a << " to " << b;
    }
  }
}

/// How many pixels differ.
std::size_t differing(const image::Image& a, const image::Image& b) {
  std::size_t count = 0;
  for (int y = 0; y < a.height(); ++y)
    for (int x = 0; x < a.width(); ++x) count += std::ranges::equal(a.pixel(x, y), b.pixel(x, y)) ? 0 : 1;
  return count;
}

TEST(FacePicturesGolden, ShowEachFace) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const Expected photo = expected_faces(golden, "photo_two");
  const image::Image grey(photo.width, photo.height);
  const image::Image overlay = draw_overlay(grey, photo.faces, 400);
  image::Image white(photo.width, photo.height);
  std::ranges::fill(white.bytes(), std::uint8_t{255});
  EXPECT_EQ(overlay.width(), 400);
  EXPECT_EQ(overlay.height(), std::lround(400.0 * photo.height / photo.width));
  for (const landmark::Face& face : photo.faces) {
    const landmark::Landmark& iris = face.landmarks[468];
    const auto pixel =
        overlay.pixel(static_cast<int>(iris.x * 400), static_cast<int>(iris.y * static_cast<float>(overlay.height())));
    EXPECT_GT(pixel[0], 150) << "irises are yellow";
    EXPECT_LT(pixel[2], 100);
  }
  for (std::size_t i = 0; i < 2; ++i) {
    // The number stands above the face, on a dark ground, only where there are several.
    const landmark::Landmark& top = photo.faces[i].landmarks[10];
    const int x = static_cast<int>(top.x * 400), y = static_cast<int>(top.y * static_cast<float>(overlay.height())) - 7;
    const image::Image alone = draw_overlay(white, std::span(photo.faces).subspan(i, 1), 400);
    const image::Image both = draw_overlay(white, photo.faces, 400);
    EXPECT_EQ(alone.pixel(x - 5, y)[0], 255) << i;
    EXPECT_LT(both.pixel(x - 5, y)[0], 150) << i;
  }
  const rig::Head& head = rig::Head::built_in();
  const image::Image both = draw_comparison(grey, photo.faces, head, {.size_px = 96});
  EXPECT_EQ(both.width(), 3 * 96);
  EXPECT_EQ(both.height(), 96);
  const image::Image one = draw_comparison(grey, std::span(photo.faces).first(1), head, {.size_px = 96});
  const image::Image none = draw_comparison(grey, {}, head, {.size_px = 96});
  EXPECT_EQ(one.width(), 2 * 96);
  EXPECT_EQ(none.width(), 2 * 96);
  EXPECT_GT(differing(one, none), 96u * 96 / 2);
}

TEST(FacePicturesGolden, ScoresLieAtTheirOwnFaces) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const Expected photo = expected_faces(golden, "two_faces");  // one in each half
  image::Image white(photo.width, photo.height);
  std::ranges::fill(white.bytes(), std::uint8_t{255});
  const image::Image overlay = draw_overlay(white, photo.faces, photo.width);
  std::array<std::size_t, 2> covered{};
  for (int y = 0; y < overlay.height(); ++y)
    for (int x = 0; x < overlay.width(); ++x) {
      const auto p = overlay.pixel(x, y);  // white under the ground of a box of scores
      if (std::abs(p[0] - 104) < 8 && std::abs(p[2] - 108) < 8) ++covered[x < overlay.width() / 2 ? 0 : 1];
    }
  const auto [less, more] = std::ranges::minmax(covered);
  EXPECT_GT(less, 5000u);
  EXPECT_LT(more, 2 * less) << "not both boxes on one side";
}

TEST(FacePicturesGolden, ShowSmallFacesLarge) {
  EMO3D_GOLDEN_OR_SKIP(golden, "mediapipe");
  const Expected photo = expected_faces(golden, "hopper");
  landmark::Face face = photo.faces.at(0);
  // The same face a fifth as large, in the lower right corner of a photo that is red around it.
  const auto shrink = [](float at) { return 0.8f + at * 0.2f; };
  for (landmark::Landmark& p : face.landmarks) p = {shrink(p.x), shrink(p.y), p.z * 0.2f};
  image::Image scene(500, 500);
  for (int y = 0; y < 500; ++y)
    for (int x = 0; x < 500; ++x) scene.pixel(x, y)[x >= 390 && y >= 390 ? 1 : 0] = 200;
  const rig::Head& head = rig::Head::built_in();
  const std::span<const landmark::Face> faces(&face, 1);
  const image::Image picture = draw_comparison(scene, faces, head, {.size_px = 96});
  EXPECT_EQ(picture.width(), 2 * 96);
  EXPECT_GT(picture.pixel(48, 60)[1], 150) << "the green part fills the photo's cell";
  EXPECT_GT(picture.pixel(80, 80)[1], 150);
  EXPECT_LT(picture.pixel(20, 20)[0], 50) << "nothing of the far corner";
  EXPECT_GT(draw_comparison(scene, {}, head, {.size_px = 96}).pixel(20, 20)[0], 150) << "no face: the whole photo";
}

TEST(FacePictures, OfAPhotoWithoutAFaceSaySo) {
  const image::Image overlay = draw_overlay(image::Image(60, 30), {}, 200);
  EXPECT_EQ(overlay.width(), 200);
  EXPECT_GT(differing(overlay, image::Image(200, 100)), 200u);
  EXPECT_EQ(testing::error_message([] { check_face_picture("a.jpg"); }),
            "a.jpg: pictures of faces are written as .png or .webp");
}

TEST(FacePictures, TransparencyShowsPaper) {
  const image::Image overlay = draw_overlay(image::Image(50, 50, image::Format::kRgba), {}, 100);
  EXPECT_EQ(overlay.format(), image::Format::kRgb);
  EXPECT_EQ(overlay.pixel(90, 90)[0], 255);
}

}  // namespace
}  // namespace emo3d::service
