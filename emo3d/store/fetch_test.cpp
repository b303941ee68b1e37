// Pulling from web sources into a store.
#include "emo3d/store/fetch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <optional>
#include <thread>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/store/checksum.h"
#include "emo3d/store/store.h"
#include "tests/support/errors.h"
#include "tests/support/web_server.h"

namespace emo3d::store {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::error_message;
using testing::WebServer;

const std::string kCommit(40, 'c');

/// A store with two models: "task", one pinned file at two mirrors, and "hub", a Hugging Face branch of three files.
class FetchTest : public ::testing::Test {
 protected:
  FetchTest() {
    ::setenv("no_proxy", "127.0.0.1", 1);
    ::unsetenv("HF_TOKEN");
    server_.emplace([this](const auto& request, auto& response) { answer(request, response); });
    ::setenv("HF_ENDPOINT", server_->address().c_str(), 1);
    write_file(folder_.path() / "reference", bytes_);
    const Asset task{.name = "task",
                     .description = "",
                     .licence = "MIT",
                     .sources = {WebSource{server_->address() + "/first/"}, WebSource{server_->address() + "/second/"}},
                     .files = {{.name = "a.task",
                                .size = bytes_.size(),
                                .max_size = bytes_.size(),
                                .sha256 = sha256_of_file(folder_.path() / "reference")}}};
    const Asset hub{.name = "hub",
                    .description = "",
                    .licence = "MIT",
                    .sources = {HuggingFaceSource{"owner/hub", "main"}},
                    .files = {{.name = "config.json", .max_size = 1000},
                              {.name = "extra.json", .max_size = 1000, .optional = true},
                              {.name = "model.safetensors", .max_size = 1'000'000}}};
    store_ = ModelStore(folder_.path() / "home", {task, hub});
  }
  ~FetchTest() override {
    for (const char* name : {"no_proxy", "HF_TOKEN", "HF_ENDPOINT"}) ::unsetenv(name);
  }

  void answer(const httplib::Request& request, httplib::Response& response) const {
    const fs::path path = request.path;
    response.set_header("X-Repo-Commit", kCommit);
    if (std::ranges::find(refused_, path.filename()) != refused_.end() ||
        std::ranges::find(refused_, path.parent_path().filename()) != refused_.end())
      response.status = refusal_;
    else if (path.extension() == ".json")
      WebServer::serve(request, response, "{}", "\"config\"");
    else
      WebServer::serve(request, response, bytes_, "\"model\"");
  }
  [[nodiscard]] std::string pull(const std::string& name) const {
    return error_message([&] { store_.pull(name, options_); });
  }
  [[nodiscard]] static std::string branch(const std::string& file) { return "/owner/hub/resolve/main/" + file; }
  [[nodiscard]] static std::string commit(const std::string& file) {
    return "/owner/hub/resolve/" + kCommit + "/" + file;
  }

  TemporaryDirectory folder_;
  std::string bytes_ = std::string(50'000, 'm') + "end";
  std::vector<fs::path> refused_;
  int refusal_ = 404;
  std::optional<WebServer> server_;
  ModelStore store_{{}, {}};
  PullOptions options_{.transfer = {.retries = 1, .first_pause = milliseconds(5), .max_pause = milliseconds(5)}};
};

TEST_F(FetchTest, TakesTheNextSourceWhereOneFails) {
  refused_ = {"first"};
  EXPECT_EQ(pull("task"), "no error");
  EXPECT_EQ(store_.state("task"), AssetState::kPresent);
  EXPECT_EQ(store_.record("task")->source, server_->address() + "/second/");
  EXPECT_TRUE(store_.verify("task").empty());
  EXPECT_FALSE(fs::exists(folder_.path() / "home/models/.partial/task"));
  const std::size_t requests = server_->seen().size();
  EXPECT_EQ(pull("task"), "no error");
  EXPECT_EQ(server_->seen().size(), requests) << "what is there and whole is not fetched again";
}

TEST_F(FetchTest, SaysWhatEachSourceSaid) {
  refused_ = {"a.task"};
  EXPECT_EQ(pull("task"), "cannot pull task: " + server_->address() + "/first/a.task: not found (HTTP 404); " +
                              server_->address() + "/second/a.task: not found (HTTP 404)");
  EXPECT_EQ(store_.state("task"), AssetState::kMissing);
}

TEST_F(FetchTest, TakesAllFilesOfOneCommitAndRemembersThem) {
  refused_ = {"extra.json"};
  EXPECT_EQ(pull("hub"), "no error");
  EXPECT_EQ(server_->count(branch("config.json")), 1u);
  EXPECT_EQ(server_->count(commit("model.safetensors")), 1u);
  const PullRecord record = store_.record("hub").value();
  EXPECT_EQ(record.source, "huggingface owner/hub@main");
  EXPECT_EQ(record.revision, kCommit);
  EXPECT_EQ(record.find("extra.json"), nullptr) << "optional, and not there";
  EXPECT_TRUE(store_.verify("hub").empty());

  const fs::path model = store_.require("hub") / "model.safetensors";
  write_file(model, std::string(bytes_.size(), 'x'));
  EXPECT_NE(store_.verify("hub").at(0).find("model.safetensors: damaged: sha256 is"), std::string::npos);
  write_file(model, "short");
  EXPECT_NE(error_message([&] { (void)store_.require("hub"); }).find("5 bytes where 50003 are expected"),
            std::string::npos);
  EXPECT_EQ(pull("hub"), "no error");
  EXPECT_TRUE(store_.verify("hub").empty());
}

TEST_F(FetchTest, GoesOnWithTheFilesThatAnInterruptedPullFetched) {
  options_.watch = [](const TransferState& state) {
    if (state.file == "model.safetensors" && state.done > 0) fail(ErrorCode::kInterrupted, "stop");
  };
  EXPECT_EQ(pull("hub"), "stop");
  EXPECT_EQ(store_.state("hub"), AssetState::kMissing);
  options_.watch = {};
  EXPECT_EQ(pull("hub"), "no error");
  EXPECT_EQ(server_->count(branch("config.json")), 1u);
  EXPECT_TRUE(server_->seen().back().range.starts_with("bytes="));
  EXPECT_EQ(read_file(store_.require("hub") / "model.safetensors"), bytes_);
}

TEST_F(FetchTest, RefusesAnotherCommitThanThePinnedOne) {
  Asset pinned = store_.find("hub");
  pinned.sources = {HuggingFaceSource{"owner/hub", std::string(40, 'd')}};
  store_ = ModelStore(folder_.path() / "home", {pinned});
  EXPECT_NE(pull("hub").find("config.json: the host answers with commit " + kCommit), std::string::npos);
}

TEST_F(FetchTest, SendsTheAccessTokenAndSaysWhereOneIsMissing) {
  refused_ = {"config.json"};
  refusal_ = 401;
  EXPECT_EQ(pull("hub"), "cannot pull hub: " + server_->address() + branch("config.json") +
                             ": access refused (HTTP 401); accept the model's terms at " + server_->address() +
                             "/owner/hub if it has any, and put an access token into the variable HF_TOKEN (made at " +
                             server_->address() + "/settings/tokens)");
  EXPECT_EQ(server_->seen().back().authorization, "");
  refused_ = {};
  ::setenv("HF_TOKEN", "hf_secret", 1);
  EXPECT_EQ(pull("hub"), "no error");
  EXPECT_EQ(server_->seen().back().authorization, "Bearer hf_secret");
  EXPECT_EQ(pull("task"), "no error");
  EXPECT_EQ(server_->seen().back().authorization, "") << "the token is Hugging Face's";
  ::setenv("HF_TOKEN", "hf\nInjected: header", 1);
  fs::remove_all(store_.folder("hub"));
  EXPECT_NE(pull("hub").find("HF_TOKEN holds characters"), std::string::npos);
}

TEST_F(FetchTest, TwoPullsAtOnceFetchOnce) {
  std::atomic<bool> is_waiting = false;
  PullOptions second = options_;
  second.report = [&](std::string_view step) { is_waiting = is_waiting || step.starts_with("waiting for another"); };
  std::optional<std::thread> other;
  options_.watch = [&](const TransferState& state) {
    if (state.done == 0) return;
    if (!other) other.emplace([&] { store_.pull("task", second); });
    while (!is_waiting) std::this_thread::sleep_for(milliseconds(1));
  };
  EXPECT_EQ(pull("task"), "no error");
  other->join();
  EXPECT_EQ(server_->count("/first/a.task"), 1u);
  EXPECT_TRUE(store_.verify("task").empty());
}

TEST_F(FetchTest, TakesTheCopyOfAnotherFolder) {
  const fs::path mine = folder_.path() / "mine";
  fs::create_directory(mine);
  const auto message = [&](const char* name, const fs::path& from) {
    return error_message([&] { store_.pull_from(name, from); });
  };
  write_file(mine / "config.json", "{}");
  EXPECT_EQ(message("hub", mine), (mine / "model.safetensors").string() + ": missing");
  write_file(mine / "model.safetensors", bytes_);
  write_file(mine / "notes.txt", "not a part of it");
  EXPECT_EQ(message("hub", mine), "no error");
  EXPECT_TRUE(store_.verify("hub").empty());
  EXPECT_EQ(store_.record("hub")->source, mine.string());
  EXPECT_FALSE(fs::exists(store_.folder("hub") / "notes.txt"));
  EXPECT_NE(message("hub", mine / "config.json").find("hub is made of several files; give the folder"),
            std::string::npos);
  EXPECT_NE(message("hub", mine / "absent").find("no such file or folder"), std::string::npos);

  write_file(mine / "downloaded (1).task", bytes_);
  EXPECT_EQ(message("task", mine / "downloaded (1).task"), "no error");
  EXPECT_EQ(read_file(store_.require("task") / "a.task"), bytes_);
  std::string damaged = bytes_;
  damaged[7] = '?';
  write_file(mine / "a.task", damaged);
  EXPECT_NE(message("task", mine).find("mine: a.task: damaged: sha256 is"), std::string::npos);
  write_file(mine / "a.task", "short");
  EXPECT_NE(message("task", mine / "a.task").find("a.task: 5 bytes where 50003 are expected"), std::string::npos);
  write_file(mine / "other.task", bytes_ + "?");
  EXPECT_EQ(message("task", mine / "other.task"),
            (mine / "other.task").string() + ": 50004 bytes where 50003 are expected")
      << "before it is copied under the asset's name";
  EXPECT_TRUE(store_.verify("task").empty()) << "a refused copy leaves what was there";
  EXPECT_TRUE(server_->seen().empty());
}

TEST_F(FetchTest, ACopyWithoutARecordIsNotTakenForWhole) {
  EXPECT_EQ(pull("hub"), "no error");
  fs::remove(store_.folder("hub") / ".pulled.json");
  EXPECT_NE(store_.verify("hub").at(0).find("neither the manifest nor a pull says what its sha256 is"),
            std::string::npos);
}

}  // namespace
}  // namespace emo3d::store
