// The store of pulled models: damage is found and named.
#include <gtest/gtest.h>

#include <filesystem>

#include "emo3d/base/json.h"
#include "emo3d/store/store.h"
#include "tests/cli/cli.h"
#include "tests/support/web_server.h"

namespace emo3d {
namespace {

namespace fs = std::filesystem;
using testing::Cli;
using testing::ProcessResult;

/// A copy of the pulled model in a store of its own, to damage.
class DamagedModel : public Cli {
 protected:
  DamagedModel() {
    kept_.insert("home");
    const fs::path models = fs::path(file("home")) / "models";
    fs::create_directories(models);
    copy_ = models / "use-lite";
    fs::copy(store::ModelStore::open().require("use-lite"), copy_);
  }
  [[nodiscard]] ProcessResult generate() const {
    return emo3d({"generate", "overwhelmed with joy", "-o", file("a.json")},
                 {.standard_input = "", .environment = {{"EMO3D_HOME", file("home")}}});
  }
  fs::path copy_;
};

TEST_F(DamagedModel, EachDamageIsNamed) {
  ASSERT_EQ(generate().exit_code, 0);
  fs::remove(file("a.json"));

  const std::string shard = read_file(copy_ / "group1-shard7of7");
  write_file(copy_ / "group1-shard7of7", shard.substr(0, shard.size() - 4));
  expect_refused(generate(), "group1-shard7of7");
  write_file(copy_ / "group1-shard7of7", std::string(shard.size(), '\xff'));  // every weight NaN
  expect_refused(generate(), "use-lite");
  write_file(copy_ / "group1-shard7of7", shard);

  const std::string vocabulary = read_file(copy_ / "vocab.json");
  write_file(copy_ / "vocab.json", "[" + vocabulary.substr(1, vocabulary.size() - 2) + "}");
  expect_refused(generate(), "vocab.json");
  write_file(copy_ / "vocab.json", vocabulary);

  fs::remove(copy_ / "model.json");
  expect_refused(generate(), "model.json: missing; run: emo3d models pull use-lite");
  fs::remove_all(copy_);
  expect_refused(generate(), "run: emo3d models pull use-lite");
}

TEST_F(DamagedModel, VerifyFindsAFlippedByte) {
  std::string shard = read_file(copy_ / "group1-shard1of7");
  shard[1000] = static_cast<char>(shard[1000] ^ 1);
  write_file(copy_ / "group1-shard1of7", shard);
  const ProcessResult result =
      emo3d({"models", "verify"}, {.standard_input = "", .environment = {{"EMO3D_HOME", file("home")}}});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.out.find("group1-shard1of7: damaged: sha256"), std::string::npos);
}

TEST_F(Cli, ModelsListVerifyAndPathAgree) {
  const Json list = parse_json(emo3d({"models", "list", "--json"}).out, "list");
  EXPECT_EQ(list.at(0).at("name"), "use-lite");
  EXPECT_EQ(list.at(0).at("state"), "present");
  EXPECT_EQ(emo3d({"models", "verify"}).exit_code, 0);
  EXPECT_EQ(emo3d({"models", "path", "use-lite"}).out, list.at(0).at("path").get<std::string>() + "\n");
  expect_refused(emo3d({"models", "path", "big"}), "known are: use-lite");
  EXPECT_EQ(list.at(1).at("name"), "face-landmarker");
  EXPECT_EQ(list.at(1).at("bytes"), 3758596);
  EXPECT_EQ(list.at(1).at("pinned"), true);
  EXPECT_EQ(list.at(2).at("pinned"), false);
  EXPECT_TRUE(list.at(2).at("licence").is_string());
}

/// A store and a manifest of its own: "small" comes from the test's server, whose every answer is `bytes_`.
class WebModel : public Cli {
 protected:
  WebModel() {
    kept_ = {"home", "data"};
    fs::create_directories(file("data"));
    write_file(
        file("data/manifest.json"),
        R"({"assets":[{"name":"small","description":"A model","licence":"MIT","sources":[{"kind":"https","folder":")" +
            server_.address() + R"(/"}],"files":[{"name":"a.bin","size":null,"max_size":100000,"sha256":null}]}]})");
  }
  [[nodiscard]] testing::ProcessInput input() const {
    return {.standard_input = "",
            .environment = {{"EMO3D_HOME", file("home")}, {"EMO3D_DATA", file("data")}, {"no_proxy", "127.0.0.1"}}};
  }
  [[nodiscard]] ProcessResult models(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "models");
    return emo3d(std::move(arguments), input());
  }

  std::string bytes_ = std::string(50'000, 'b');
  bool is_slow_ = false, is_gone_ = false;
  testing::WebServer server_{[this](const auto& request, auto& response) {
    response.set_header("ETag", "\"1\"");
    if (is_gone_) {
      response.status = 404;
      return;
    }
    if (is_slow_) return server_.serve_cut(response, bytes_, 20'000, std::chrono::seconds(60));
    testing::WebServer::serve(request, response, bytes_, "\"1\"");
  }};
};

TEST_F(WebModel, ThatNoHostGivesCanBeTakenFromAFile) {
  is_gone_ = true;
  const ProcessResult result = models({"pull", "small"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(
      result.err.find("not found (HTTP 404); a copy fetched elsewhere is taken by: emo3d models pull small --from"),
      std::string::npos)
      << result.err;
}

TEST_F(WebModel, IsPulledListedAndVerified) {
  EXPECT_NE(models({"list"}).out.find("small                  not pulled  unknown size  MIT  not pinned\n"),
            std::string::npos);
  const ProcessResult pulled = models({"pull", "small"});
  EXPECT_EQ(pulled.exit_code, 0) << pulled.err;
  EXPECT_EQ(pulled.out, "");
  EXPECT_TRUE(pulled.err.starts_with("fetching " + server_.address() + "/a.bin\nsmall: 0.1 MB in ")) << pulled.err;
  const Json again = parse_json(models({"pull", "small", "--json"}).out, "pull");
  EXPECT_EQ(again.at("state"), "present");
  EXPECT_EQ(again.at("pulled").at("files").at(0).at("bytes"), 50'000);
  EXPECT_EQ(server_.seen().size(), 1u);

  EXPECT_EQ(models({"verify"}).out, "small: all files match what was pulled\n");
  write_file(file("home/models/small/a.bin"), std::string(50'000, 'x'));
  const ProcessResult damaged = models({"verify", "--json"});
  EXPECT_EQ(damaged.exit_code, 2);
  EXPECT_EQ(parse_json(damaged.out, "verify").at(0).at("faults").size(), 1u);

  write_file(file("data/mine.bin"), "mine");
  EXPECT_EQ(models({"pull", "small", "--from", file("data/mine.bin")}).exit_code, 0);
  EXPECT_EQ(read_file(file("home/models/small/a.bin")), "mine");
}

TEST_F(WebModel, GoesOnAfterASignal) {
  is_slow_ = true;
  const std::string script = R"sh("$0" models pull small & pull=$!
    for i in $(seq 600); do
      [ "$(stat -c %s "$EMO3D_HOME/models/.partial/small/0/a.bin.part" 2>/dev/null)" = 20000 ] && break
      sleep 0.05
    done
    kill -TERM $pull; wait $pull)sh";
  const ProcessResult stopped = testing::run_process({"sh", "-c", script, EMO3D_PROGRAM}, input());
  EXPECT_EQ(stopped.exit_code, 130);
  EXPECT_NE(stopped.err.find("emo3d: interrupted; give the same command again to go on\n"), std::string::npos)
      << stopped.err;
  is_slow_ = false;
  EXPECT_EQ(models({"pull", "small"}).exit_code, 0);
  EXPECT_EQ(server_.seen().back().range, "bytes=20000-");
  EXPECT_EQ(read_file(file("home/models/small/a.bin")), bytes_);
}

}  // namespace
}  // namespace emo3d
