#include "emo3d/store/download.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/store/checksum.h"
#include "tests/support/errors.h"
#include "tests/support/web_server.h"

namespace emo3d::store {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::error_message;
using testing::WebServer;

/// Bytes in which no part looks like another.
std::string file_of(std::size_t size, unsigned seed) {
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>((seed = seed * 1664525U + 1013904223U) >> 24);
  return bytes;
}

class DownloadTest : public ::testing::Test {
 protected:
  DownloadTest() { ::setenv("no_proxy", "127.0.0.1,localhost", 1); }
  ~DownloadTest() override { ::unsetenv("no_proxy"); }

  void host(WebServer::Handler handler) { server_.emplace(std::move(handler)); }
  [[nodiscard]] DownloadRequest request(const std::string& path = "/file") const {
    return {.address = server_->address() + path, .target = target_, .max_size = 10'000'000};
  }
  [[nodiscard]] DownloadRequest pinned(const std::string& bytes) const {
    DownloadRequest known = request();
    known.size = known.max_size = bytes.size();
    write_file(folder_.path() / "reference", bytes);
    known.sha256 = sha256_of_file(folder_.path() / "reference");
    return known;
  }
  [[nodiscard]] std::string message(const DownloadRequest& wanted) const {
    return error_message([&] { (void)download(wanted, quick_); });
  }
  [[nodiscard]] bool has_part() const { return fs::exists(target_.string() + ".part"); }
  /// The `n`th request that the server saw.
  [[nodiscard]] WebServer::Seen seen(std::size_t n) const { return server_->seen().at(n); }

  TemporaryDirectory folder_;
  fs::path target_ = folder_.path() / "file";
  std::string bytes_ = file_of(300'000, 1);
  TransferOptions quick_{.connect_timeout = milliseconds(2000),
                         .stall_timeout = milliseconds(5000),
                         .retries = 2,
                         .first_pause = milliseconds(5),
                         .max_pause = milliseconds(20),
                         .max_redirects = 4};
  std::optional<WebServer> server_;
};

TEST_F(DownloadTest, FetchesChecksAndReports) {
  host([&](const auto& request, auto& response) { WebServer::serve(request, response, bytes_, "\"1\""); });
  std::uint64_t last = 0;
  const Downloaded done = download(pinned(bytes_), quick_, [&](const TransferState& state) {
    EXPECT_GE(state.done, last);
    last = state.done;
    EXPECT_EQ(state.file, "file");
    EXPECT_EQ(state.total, bytes_.size());
  });
  EXPECT_EQ(last, bytes_.size());
  EXPECT_EQ(done.size, bytes_.size());
  EXPECT_TRUE(done.is_checked);
  EXPECT_EQ(read_file(target_), bytes_);
  EXPECT_FALSE(has_part());
}

TEST_F(DownloadTest, GoesOnAfterACutWithTheRestOnly) {
  host([&](const auto& request, auto& response) {
    if (server_->count("/file") > 1) return WebServer::serve(request, response, bytes_, "\"1\"");
    response.set_header("ETag", "\"1\"");
    server_->serve_cut(response, bytes_, 100'000);
  });
  EXPECT_FALSE(download(request(), quick_).is_checked) << "nobody said what the contents must be";
  EXPECT_EQ(read_file(target_), bytes_);
  EXPECT_EQ(seen(1).range, "bytes=100000-");
  EXPECT_EQ(seen(1).if_range, "\"1\"");
}

TEST_F(DownloadTest, GoesOnWithWhatAnEarlierRunLeft) {
  host([&](const auto& request, auto& response) { WebServer::serve(request, response, bytes_, "\"1\""); });
  const auto stop = [](const TransferState& state) {
    if (state.done > 0) fail(ErrorCode::kInterrupted, "stop");
  };
  EXPECT_EQ(error_message([&] { (void)download(request(), quick_, stop); }), "stop");
  EXPECT_FALSE(fs::exists(target_));
  const std::uint64_t left = fs::file_size(target_.string() + ".part");
  EXPECT_GT(left, 0u);
  (void)download(request(), quick_);
  EXPECT_EQ(seen(1).range, "bytes=" + std::to_string(left) + "-");
  EXPECT_EQ(read_file(target_), bytes_);
}

TEST_F(DownloadTest, StartsAgainWhereTheServerKnowsNoRanges) {
  host([&](const auto&, auto& response) {
    if (server_->count("/file") == 1) return server_->serve_cut(response, bytes_, 100'000);
    response.set_content(bytes_, "application/octet-stream");
  });
  (void)download(pinned(bytes_), quick_);
  EXPECT_EQ(seen(1).range, "bytes=100000-");
  EXPECT_EQ(read_file(target_), bytes_);
}

TEST_F(DownloadTest, WithoutAWordOnTheVersionStartsAgain) {
  host([&](const auto& request, auto& response) {
    if (server_->count("/file") == 1) return server_->serve_cut(response, bytes_, 100'000);
    WebServer::serve(request, response, bytes_, "");
  });
  (void)download(request(), quick_);
  EXPECT_EQ(seen(1).range, "") << "neither ETag, date nor checksum would tell a change";
  EXPECT_EQ(read_file(target_), bytes_);
}

/// The file changes between the two halves; each server has its way of not saying so.
class ChangedFile : public DownloadTest, public ::testing::WithParamInterface<std::string> {};

TEST_P(ChangedFile, IsNeverGluedToItsForerunner) {
  const std::string now = file_of(300'000, 2);
  const std::string way = GetParam();
  host([&](const auto& request, auto& response) {
    const std::size_t turn = server_->count("/file");
    const bool has_etag = way != "no etag";
    if (has_etag) response.set_header("ETag", turn == 1 ? "\"1\"" : "\"2\"");
    if (turn == 1) return server_->serve_cut(response, bytes_, 100'000);
    if (way == "honest" || !request.has_header("Range"))
      return WebServer::serve(request, response, now, has_etag ? "\"2\"" : "");
    WebServer::serve_rest(response, now, 100'000);  // though it is another file
  });
  (void)download(pinned(now), quick_);
  EXPECT_EQ(read_file(target_), now);
}

INSTANTIATE_TEST_SUITE_P(Servers, ChangedFile, ::testing::Values("honest", "ignores If-Range", "no etag"));

TEST_F(DownloadTest, APartLargerThanTheFileStartsAgain) {
  host([&](const auto& request, auto& response) { WebServer::serve(request, response, bytes_, "\"1\""); });
  write_file(target_.string() + ".part", bytes_ + "more");
  write_file(target_.string() + ".part.json",
             R"({"address":")" + request().address +
                 R"(","etag":"\"1\"","last_modified":"","sha256":"","git_blob":"","commit":""})");
  (void)download(request(), quick_);
  EXPECT_EQ(server_->count("/file"), 2u) << "the first answer is 416";
  EXPECT_EQ(read_file(target_), bytes_);
}

TEST_F(DownloadTest, APartOfNoKnownFileIsNotUsed) {
  host([&](const auto& request, auto& response) { WebServer::serve(request, response, bytes_, "\"1\""); });
  write_file(target_.string() + ".part", "something");
  write_file(target_.string() + ".part.json", "{");
  (void)download(request(), quick_);
  EXPECT_EQ(read_file(target_), bytes_);
}

TEST_F(DownloadTest, RefusesOtherContents) {
  host([&](const auto& request, auto& response) { WebServer::serve(request, response, bytes_, "\"1\""); });
  DownloadRequest wanted = pinned(file_of(300'000, 3));
  EXPECT_NE(message(wanted).find("/file: damaged: sha256 is "), std::string::npos);
  EXPECT_EQ(server_->count("/file"), 1u) << "in one piece: asking again would not help";
  wanted.size = 299'999;
  EXPECT_NE(message(wanted).find("the host has 300000 bytes where 299999 are expected"), std::string::npos);
  wanted = request();
  wanted.max_size = 1000;
  EXPECT_NE(message(wanted).find("300000 bytes are more than the limit of 1000"), std::string::npos);
  EXPECT_FALSE(fs::exists(target_));
  EXPECT_FALSE(has_part());
}

TEST_F(DownloadTest, StopsAHostThatSendsWithoutEnd) {
  host([&](const auto&, auto& response) {
    response.set_chunked_content_provider("application/octet-stream", [&](std::size_t, httplib::DataSink& sink) {
      return sink.write(bytes_.data(), bytes_.size());
    });
  });
  DownloadRequest wanted = request();
  wanted.max_size = 1'000'000;
  EXPECT_NE(message(wanted).find("the host sends more than 1000000 bytes"), std::string::npos);
  EXPECT_FALSE(has_part());
}

TEST_F(DownloadTest, TakesAFileOfUnknownSize) {
  host([&](const auto&, auto& response) {
    response.set_chunked_content_provider("application/octet-stream", [&](std::size_t offset, httplib::DataSink& sink) {
      if (offset == 0) return sink.write(bytes_.data(), bytes_.size());
      sink.done();
      return true;
    });
  });
  EXPECT_EQ(download(request(), quick_).size, bytes_.size());
  EXPECT_EQ(read_file(target_), bytes_);
}

TEST_F(DownloadTest, TriesAgainWhatMayPassAndNothingElse) {
  long status = 500;
  host([&](const auto& request, auto& response) {
    response.status = static_cast<int>(status);
    if (status == 503) response.set_header("Retry-After", "3600");  // not waited for longer than max_pause
    if (request.path == "/soon" && server_->count("/soon") > 1) WebServer::serve(request, response, bytes_, "");
    if (request.path == "/soon" && server_->count("/soon") > 1) response.status = 200;
  });
  EXPECT_NE(message(request()).find("/file: the server failed (HTTP 500)"), std::string::npos);
  EXPECT_EQ(server_->count("/file"), 3u);
  status = 404;
  EXPECT_NE(message(request("/404")).find("/404: not found (HTTP 404)"), std::string::npos);
  EXPECT_EQ(server_->count("/404"), 1u);
  status = 403;
  DownloadRequest refused = request("/403");
  refused.refusal_hint = "ask for it";
  EXPECT_NE(message(refused).find("/403: access refused (HTTP 403); ask for it"), std::string::npos);
  status = 503;
  (void)download(request("/soon"), quick_);
  EXPECT_EQ(read_file(target_), bytes_);
}

TEST_F(DownloadTest, GivesUpOnASilentHostAndKeepsWhatCame) {
  host([&](const auto&, auto& response) {
    response.set_header("ETag", "\"1\"");
    server_->serve_cut(response, bytes_, 100'000, milliseconds(10'000));
  });
  quick_.stall_timeout = milliseconds(200);
  quick_.retries = 0;
  EXPECT_NE(message(request()).find("/file: no data for 0.2 s"), std::string::npos);
  EXPECT_EQ(fs::file_size(target_.string() + ".part"), 100'000u);
}

TEST_F(DownloadTest, SaysThatAHostCannotBeReached) {
  host([](const auto&, auto&) {});
  DownloadRequest wanted = request();
  server_.reset();
  EXPECT_NE(message(wanted).find("/file: the host cannot be reached: "), std::string::npos);
}

TEST_F(DownloadTest, FollowsRedirectionsWithoutGivingCredentialsAway) {
  host([&](const auto& request, auto& response) {
    if (request.path == "/file") return response.set_redirect("/near");
    if (request.path == "/near") return response.set_redirect(server_->other_address() + "/far", 307);
    WebServer::serve(request, response, bytes_, "\"1\"");
  });
  DownloadRequest wanted = request();
  wanted.headers = {"Authorization: Bearer secret"};
  (void)download(wanted, quick_);
  EXPECT_EQ(seen(0).authorization, "Bearer secret");
  EXPECT_EQ(seen(1).authorization, "Bearer secret");
  EXPECT_EQ(seen(2).path, "/far");
  EXPECT_EQ(seen(2).authorization, "");
}

TEST_F(DownloadTest, RefusesRedirectionsInACircleAndOutOfTheWeb) {
  std::string target = "/file";
  host([&](const auto&, auto& response) { response.set_redirect(target); });
  EXPECT_NE(message(request()).find("/file: more than 4 redirections"), std::string::npos);
  EXPECT_EQ(server_->count("/file"), 5u);
  for (const char* elsewhere : {"http://models.example/file", "file:///etc/passwd", "ftp://127.0.0.1/file"}) {
    target = elsewhere;
    EXPECT_EQ(message(request()), "\"" + target + "\": only https addresses are fetched");
  }
}

TEST_F(DownloadTest, FetchesByHttpsOrFromThisMachine) {
  for (const char* address : {"http://models.example/file", "http://127.0.0.1.models.example/file",
                              "http://localhost@models.example/file", "file:///etc/passwd"})
    EXPECT_EQ(message({.address = address, .target = target_, .max_size = 1}),
              std::string("\"") + address + "\": only https addresses are fetched");
}

TEST_F(DownloadTest, ChecksWhatHuggingFaceSaysOfTheContents) {
  write_file(folder_.path() / "reference", bytes_);
  const std::string sha256 = sha256_of_file(folder_.path() / "reference");
  const std::string commit(40, 'c');
  host([&](const auto& request, auto& response) {
    response.set_header("X-Repo-Commit", commit);
    if (request.path == "/file") {  // in large file storage: said in the redirection
      response.set_header("X-Linked-Etag", "\"" + sha256 + "\"");
      response.set_header("X-Linked-Size", std::to_string(bytes_.size()));
      return response.set_redirect("/storage");
    }
    if (request.path == "/damaged") response.set_header("X-Linked-Etag", "\"" + std::string(64, 'a') + "\"");
    // `printf hello | git hash-object --stdin`
    if (request.path == "/small")
      return WebServer::serve(request, response, "hello", "\"b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0\"");
    if (request.path == "/wrong")
      return WebServer::serve(request, response, "hullo", "\"b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0\"");
    WebServer::serve(request, response, bytes_, "\"1\"");
  });
  const Downloaded large = download(request(), quick_);
  EXPECT_TRUE(large.is_checked);
  EXPECT_EQ(large.sha256, sha256);
  EXPECT_EQ(large.commit, commit);
  EXPECT_TRUE(download(request("/small"), quick_).is_checked);
  EXPECT_NE(message(request("/damaged")).find("damaged: sha256 is"), std::string::npos);
  EXPECT_NE(message(request("/wrong")).find("damaged: git blob is"), std::string::npos);
}

TEST_F(DownloadTest, GoesThroughTheProxyOfTheEnvironment) {
  host([](const auto&, auto& response) { response.status = 418; });
  ::unsetenv("no_proxy");
  ::setenv("http_proxy", server_->address().c_str(), 1);
  const std::string said = message({.address = "http://localhost:1/file", .target = target_, .max_size = 1});
  ::unsetenv("http_proxy");
  EXPECT_EQ(said, "http://localhost:1/file: refused (HTTP 418)") << "nothing listens at port 1";
}

}  // namespace
}  // namespace emo3d::store
