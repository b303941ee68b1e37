// Vectors of texts and images as users ask for them, with the golden models. EMO3D_PROGRAM is the emo3d binary.
#include <gtest/gtest.h>

#include <cmath>

#include "emo3d/base/json.h"
#include "emo3d/nn/npy.h"
#include "emo3d/nn/safetensors.h"
#include "tests/cli/cli.h"
#include "tests/support/golden.h"

namespace emo3d {
namespace {

namespace fs = std::filesystem;
using testing::ProcessResult;

class EmbedCliGolden : public testing::Cli {
 protected:
  void SetUp() override {
    EMO3D_GOLDEN_OR_SKIP(golden, "clip-tiny");
    golden_ = fs::absolute(golden).parent_path();
    kept_.insert("home");
    std::string lines;
    for (const Json& row : read_json(golden_ / "clip-tiny/texts.json"))
      lines += Json{{"text", row.at("text")}}.dump() + "\n";
    keep("texts.jsonl", lines);
  }
  [[nodiscard]] ProcessResult run(std::vector<std::string> arguments, const std::string& input = {}) const {
    return emo3d(std::move(arguments), {.standard_input = input, .environment = {{"EMO3D_HOME", file("home")}}});
  }
  [[nodiscard]] ProcessResult embed(std::vector<std::string> arguments, const std::string& input = {}) const {
    arguments.insert(arguments.begin(), "embed");
    if (std::ranges::find(arguments, "--model") == arguments.end())
      arguments.insert(arguments.end(), {"--model", model("clip-tiny")});
    return run(std::move(arguments), input);
  }
  [[nodiscard]] std::string model(const char* name) const { return (golden_ / name).string(); }
  [[nodiscard]] std::string image(const char* name) const { return (golden_ / "clip-tiny/images" / name).string(); }
  [[nodiscard]] nn::NpyArray<float> golden(const std::string& name) const {
    return nn::read_npy<float>(golden_ / name);
  }
  static void expect_near(std::span<const float> found, std::span<const float> expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) ASSERT_NEAR(found[i], expected[i], 1e-4) << i;
  }
  static std::vector<Json> rows(const std::string& lines) {
    std::vector<Json> all;
    for (std::size_t start = 0; start < lines.size();) {
      const std::size_t end = lines.find('\n', start);
      all.push_back(parse_json(lines.substr(start, end - start), "rows"));
      start = end + 1;
    }
    return all;
  }

  fs::path golden_;
};

TEST_F(EmbedCliGolden, TextsBecomeNumpysArray) {
  const ProcessResult result = embed({file("texts.jsonl"), "-o", file("t.npy")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "wrote " + file("t.npy") + "\n");
  EXPECT_NE(result.err.find("43 texts in "), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("longer than 77 tokens"), std::string::npos) << result.err;
  const auto array = nn::read_npy<float>(file("t.npy"));
  EXPECT_EQ(array.shape, (std::vector<std::size_t>{43, 64}));
  expect_near(array.values, golden("clip-tiny/text_embeds.npy").values);
}

TEST_F(EmbedCliGolden, ImagesOfAFolderBecomeATensor) {
  const ProcessResult result =
      embed({(golden_ / "clip-tiny/images").string(), "-o", file("i.safetensors"), "--names", file("i.txt")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const nn::SafeTensorsFile tensors(file("i.safetensors"));
  expect_near(tensors.tensor("embeddings", std::vector<std::size_t>{9, 64}).values,
              golden("clip-tiny/image_embeds.npy").values);
  EXPECT_EQ(tensors.index().metadata.at("precision"), "f32");
  const std::string names = read_file(file("i.txt"));
  EXPECT_TRUE(names.starts_with(image("img0_rgb.png") + "\n")) << names;
  EXPECT_EQ(std::ranges::count(names, '\n'), 9);
}

TEST_F(EmbedCliGolden, StandardInputBecomesJsonLines) {
  const auto expected = golden("bert-tiny/text_cls.npy");
  const Json texts = read_json(golden_ / "bert-tiny/text_golden.json");
  std::string lines;
  for (const Json& row : texts.at("rows")) lines += row.at("text").get<std::string>() + "\n";
  const ProcessResult result = embed({"-", "--model", model("bert-tiny"), "--pooling", "cls"}, lines);
  ASSERT_EQ(result.exit_code, 0) << result.err;
  std::vector<float> values;
  std::size_t line = 0;
  for (const Json& row : rows(result.out)) {
    EXPECT_EQ(row.at("line"), ++line);
    EXPECT_TRUE(row.at("text").is_string());
    for (const Json& value : row.at("embedding")) values.push_back(value.get<float>());
  }
  expect_near(values, expected.values);
}

TEST_F(EmbedCliGolden, ASecondRunTakesAllFromTheCache) {
  const auto run_once = [&](const std::string& output) {
    return parse_json(embed({file("texts.jsonl"), "-o", file(output), "--json"}).out, "report");
  };
  const Json first = run_once("a.npy"), second = run_once("b.npy");
  EXPECT_EQ(first.at("from_cache"), 0);
  EXPECT_EQ(second.at("from_cache"), 43);
  EXPECT_EQ(second.at("rows"), 43);
  EXPECT_EQ(second.at("pooling"), "projection");
  EXPECT_EQ(first.at("cut_tokens"), second.at("cut_tokens"));
  EXPECT_GT(first.at("cut_texts"), 0);
  EXPECT_EQ(read_file(file("a.npy")), read_file(file("b.npy")));
  EXPECT_EQ(embed({file("texts.jsonl"), "-o", file("e.npy"), "--cache-size", "2 MiB"}).exit_code, 0);
  const Json third =
      parse_json(embed({file("texts.jsonl"), "-o", file("c.npy"), "--json", "--no-cache"}).out, "report");
  EXPECT_EQ(third.at("from_cache"), 0);
  keep("home2", "");  // no folder: the cache cannot be there
  const ProcessResult without =
      emo3d({"embed", file("texts.jsonl"), "--model", model("clip-tiny"), "-o", file("d.npy")},
            {.standard_input = "", .environment = {{"EMO3D_HOME", file("home2")}}});
  EXPECT_EQ(without.exit_code, 0);
  EXPECT_NE(without.err.find("the cache was not used"), std::string::npos) << without.err;
}

TEST_F(EmbedCliGolden, NormalizedRowsOfALowerPrecisionPointTheSameWay) {
  const auto expected = golden("clip-tiny/text_embeds.npy");
  for (const std::string precision : {"bf16", "int8"}) {
    const ProcessResult result =
        embed({file("texts.jsonl"), "--precision", precision, "--normalize", "-o", file("p.npy")});
    if (result.exit_code == 2 && result.err.find("processor") != std::string::npos) continue;
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto found = nn::read_npy<float>(file("p.npy"));
    for (std::size_t i = 0; i < 43; ++i) {
      double dot = 0, squares = 0, length = 0;
      for (std::size_t c = i * 64; c < (i + 1) * 64; ++c) {
        dot += double{found.values[c]} * expected.values[c];
        squares += double{expected.values[c]} * expected.values[c];
        length += double{found.values[c]} * found.values[c];
      }
      EXPECT_NEAR(length, 1, 1e-5);
      EXPECT_GT(dot / std::sqrt(squares), 0.99) << precision;
    }
  }
}

TEST_F(EmbedCliGolden, AnImageThatCannotBeReadHasARowOrEndsTheRun) {
  keep("broken.png", "\x89PNG\r\n\x1a\n????");
  const std::vector<std::string> inputs = {image("img0_rgb.png"), file("broken.png"), image("img3_rgba.png")};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), inputs.begin(), inputs.end());
    return embed(std::move(more));
  };
  const ProcessResult refused = with({"-o", file("i.npy"), "--names", file("i.txt")});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("broken.png"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("1 of 3 images could not be read, nothing was written; --skip-errors"), std::string::npos)
      << refused.err;
  EXPECT_FALSE(fs::exists(file("i.npy")) || fs::exists(file("i.txt")));

  const ProcessResult lines = with({"-o", file("i.jsonl")});
  EXPECT_EQ(lines.exit_code, 2);
  const std::vector<Json> found = rows(read_file(file("i.jsonl")));
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[1].at("image"), file("broken.png"));
  EXPECT_TRUE(found[1].contains("error") && !found[1].contains("embedding"));
  EXPECT_EQ(found[2].at("embedding").size(), 64U);

  const ProcessResult skipped = with({"-o", file("i.npy"), "--names", file("i.txt"), "--skip-errors", "--json"});
  ASSERT_EQ(skipped.exit_code, 0) << skipped.err;
  const Json report = parse_json(skipped.out, "report");
  EXPECT_EQ(report.at("failed"), 1);
  EXPECT_EQ(report.at("rows"), 2);
  EXPECT_EQ(nn::read_npy<float>(file("i.npy")).shape, (std::vector<std::size_t>{2, 64}));
  EXPECT_EQ(read_file(file("i.txt")), inputs[0] + "\n" + inputs[2] + "\n");
}

TEST_F(EmbedCliGolden, AListOfImagesKeepsItsRowsAndRepeats) {
  const std::string list = image("img3_rgba.png") + "\n" + image("img0_rgb.png") + "\n" + image("img3_rgba.png") + "\n";
  const ProcessResult result = embed({"-", "--images", "-o", file("i.npy")}, list);
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto found = nn::read_npy<float>(file("i.npy"));
  const auto expected = golden("clip-tiny/image_embeds.npy");
  ASSERT_EQ(found.shape[0], 3U);
  expect_near(std::span(found.values).first(64), std::span(expected.values).subspan(3 * 64, 64));
  expect_near(std::span(found.values).subspan(128), std::span(expected.values).subspan(3 * 64, 64));
}

TEST_F(EmbedCliGolden, BadInputIsOneLine) {
  keep("empty.txt", "\n \n");
  keep("bytes.txt", "fine\nab\xFFz\n");
  keep("some.txt", "a\n");
  keep("long.txt", "short\n" + std::string(2000, 'a') + " b c d e f\n");
  keep("fake.png", "no picture");
  expect_refused(embed({file("some.txt"), "--model", file("none")}), file("none") + ": no such folder");
  expect_refused(embed({file("some.txt"), "--model", "clip-none"}), "known are: use-lite");
  expect_refused(embed({file("some.txt"), "--model", "bert-base-uncased"}), "emo3d models pull bert-base-uncased");
  expect_refused(embed({file("empty.txt")}), "empty.txt: no texts in it");
  expect_refused(embed({file("bytes.txt")}), "bytes.txt: line 2: no UTF-8 at byte 3");
  expect_refused(embed({file("gone.txt")}), "gone.txt: no such file; texts are read from files");
  expect_refused(embed({file("long.txt"), "--length", "error", "-o", file("x.npy")}), "long.txt: line 2: ");
  expect_refused(embed({file("some.txt"), "--length", "half"}), "chunk-mean");
  expect_refused(embed({file("some.txt"), "--precision", "f64"}), "f32, bf16 or int8");
  expect_refused(embed({file("some.txt"), "--pooling", "mean"}), "CLIP has a projection of its own");
  expect_refused(embed({file("some.txt"), "-o", file("x.csv")}), "written as .npy, .safetensors or .jsonl");
  expect_refused(embed({file("some.txt"), "-o", file("none/x.npy")}), "none");
  expect_refused(embed({file("texts.jsonl"), "-o", file("texts.jsonl")}), "it would be overwritten");
  expect_refused(embed({file("some.txt"), "--json"}), "--json is for the report");
  expect_refused(embed({"-"}, "{\"text\":\"a\"\n"), "line 1");
  fs::create_directory(file("copy"));
  kept_.insert("copy");
  for (const char* part : {"config.json", "model.safetensors", "vocab.txt", "tokenizer_config.json"})
    fs::copy_file(fs::path(model("bert-tiny")) / part, fs::path(file("copy")) / part);
  const std::string weights = (fs::path(file("copy")) / "model.safetensors").string();
  expect_refused(embed({file("some.txt"), "--model", file("copy"), "-o", weights}), "is a file of the model");
  expect_refused(embed({file("some.txt"), "-o", file("x.npy"), "--names", "-"}), "--names: \"-\" is no file");
  expect_refused(embed({file("some.txt"), file("fake.png")}), "one is images, the other texts");
  expect_refused(embed({file("some.txt"), "--cache-size", "1000"}), "\"1000\" is not in [1048576,");
  for (const char* size : {"5 x", "-3", "lots", "MB", "5..MB"})
    expect_refused(embed({file("some.txt"), "--cache-size", size}), "is not a size such as 500MB");
  for (const char* size : {"99999999999999999999", "999999999999tib"})
    expect_refused(embed({file("some.txt"), "--cache-size", size}), "is not in [1048576,");
  expect_refused(embed({file("some.txt"), "--skip-errors"}), "--skip-errors is for images");
  expect_refused(embed({image("img0_rgb.png"), "--length", "cut"}), "--length is for texts");
  expect_refused(embed({image("img0_rgb.png"), "--model", model("bert-tiny")}), "expected \"clip\"");
  const ProcessResult fake = embed({file("fake.png"), "-o", file("x.npy")});
  EXPECT_EQ(fake.exit_code, 2);
  EXPECT_NE(fake.err.find("fake.png: "), std::string::npos) << fake.err;
  EXPECT_FALSE(fs::exists(file("x.npy")));
}

TEST_F(EmbedCliGolden, ASignalLeavesNothingAndTheCacheGoesOn) {
  std::string lines;
  for (int i = 0; i < 40'000; ++i) lines += "text number " + std::to_string(i) + "\n";
  keep("many.txt", lines);
  // Until the file under construction is there, or all is done already.
  const std::string script = R"sh("$0" embed "$1" --model "$2" -o "$3/m.npy" --threads 1 & run=$!
    for i in $(seq 1200); do
      ls "$3"/.m.npy.* >/dev/null 2>&1 && break
      kill -0 $run 2>/dev/null || break
      sleep 0.02
    done
    sleep 0.3
    kill -TERM $run; wait $run)sh";
  const ProcessResult stopped = testing::run_process(
      {"sh", "-c", script, EMO3D_PROGRAM, file("many.txt"), model("clip-tiny"), folder_.path().string()},
      {.standard_input = "", .environment = {{"EMO3D_HOME", file("home")}}});
  if (stopped.exit_code == 0) GTEST_SKIP() << "it was done before the signal came";
  EXPECT_EQ(stopped.exit_code, 130) << stopped.err;
  for (const auto& entry : fs::directory_iterator(folder_.path()))
    EXPECT_TRUE(kept_.contains(entry.path().filename().string())) << entry.path() << " was left behind";
  const Json report =
      parse_json(embed({file("many.txt"), "-o", file("m.npy"), "--json", "--threads", "2"}).out, "report");
  EXPECT_GT(report.at("from_cache"), 0);
  EXPECT_EQ(report.at("rows"), 40'000);
}

class SimilarityCliGolden : public EmbedCliGolden {
 protected:
  [[nodiscard]] ProcessResult similarity(std::vector<std::string> arguments, const char* of = "clip-tiny") const {
    arguments.insert(arguments.begin(), "similarity");
    arguments.insert(arguments.end(), {"--model", model(of)});
    return run(std::move(arguments));
  }
};

TEST_F(SimilarityCliGolden, ImagesAndTextsAreTheReferencesCosines) {
  const Json texts = read_json(golden_ / "clip-tiny/texts.json");
  const auto text = [&](std::size_t i) { return texts.at(i).at("text").get<std::string>(); };
  const ProcessResult result =
      similarity({text(0), image("img0_rgb.png"), text(1), image("img3_rgba.png"), text(8), "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Json json = parse_json(result.out, "similarity");
  const auto expected = golden("clip-tiny/cosine_image_text.npy");
  ASSERT_EQ(json.at("rows").size(), 2U);
  const std::size_t indices[] = {0, 1, 8};
  for (std::size_t t = 0; t < 3; ++t) {
    EXPECT_NEAR(json.at("rows").at(0).at("cosines").at(t), expected.values[indices[t]], 1e-4);
    EXPECT_NEAR(json.at("rows").at(1).at("cosines").at(t), expected.values[3 * 43 + indices[t]], 1e-4);
  }
  EXPECT_NEAR(json.at("logit_scale"), 100.03, 0.01);
  EXPECT_GT(json.at("rows").at(0).at("probabilities").at(2), 0.99) << "text 8 is by far the nearest";
}

TEST_F(SimilarityCliGolden, TablesAreAligned) {
  const ProcessResult result = similarity({"a smile", "泣いている顔", "übermütig", image("img0_rgb.png"),
                                           image("img4_photo_odd.jpeg"), image("img5_tiny_upscale.png")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(std::ranges::count(result.out, '\n'), 4);
  EXPECT_NE(result.out.find("img0_rgb.png  "), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("\na smile       "), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("\n泣いている顔  "), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("\nübermütig     "), std::string::npos) << result.out;
  EXPECT_EQ(std::ranges::count(result.out, '%'), 9);
}

TEST_F(SimilarityCliGolden, TopListsTheNearestTextsOfEachImage) {
  keep("texts.txt", "a smile\n\na frown\ntears\n");
  const ProcessResult result = similarity(
      {"--texts", file("texts.txt"), "--images", (golden_ / "clip-tiny/images").string(), "--top", "2", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Json json = parse_json(result.out, "similarity");
  EXPECT_EQ(json.at("texts").size(), 3U);
  ASSERT_EQ(json.at("rows").size(), 9U);
  for (const Json& row : json.at("rows")) {
    ASSERT_EQ(row.at("top").size(), 2U);
    EXPECT_GE(row.at("top").at(0).at("cosine"), row.at("top").at(1).at("cosine"));
  }
  const ProcessResult lines = similarity({"a", "b", image("img0_rgb.png"), "--top", "1"});
  EXPECT_TRUE(lines.out.starts_with(image("img0_rgb.png") + "\n  ")) << lines.out;
}

TEST_F(SimilarityCliGolden, TextsAloneAreComparedWithEachOther) {
  const ProcessResult result = similarity({"a smile", "a frown", "a smile"}, "bert-tiny");
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.out.find("1 a smile  1.0000  "), std::string::npos) << result.out;
  EXPECT_EQ(std::ranges::count(result.out, '%'), 0);
}

TEST_F(SimilarityCliGolden, BadInputIsOneLine) {
  keep("fake.png", "no picture");
  expect_refused(similarity({"a", file("gone.png")}), "gone.png: no such file");
  expect_refused(similarity({"a", file("fake.png")}), "fake.png: ");
  expect_refused(similarity({"a"}), "one text alone");
  expect_refused(similarity({"a", file("")}), "is a folder; the images in it are given with --images");
  expect_refused(similarity({image("img0_rgb.png")}), "no texts");
  expect_refused(similarity({"a", image("img0_rgb.png")}, "bert-tiny"), "expected \"clip\"");
  expect_refused(similarity({"a", "b\xFF"}), "no UTF-8");
  expect_refused(similarity({"a", "b", "--top", "0"}), "--top");
  expect_refused(run({"similarity", "a", "b"}), "--model is required");
}

}  // namespace
}  // namespace emo3d
