#pragma once

#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace emo3d::testing {

/// A web server on this machine that stands in for a host of models; a test scripts its answers.
class WebServer {
 public:
  using Handler = std::function<void(const httplib::Request&, httplib::Response&)>;
  /// One request, as the server saw it.
  struct Seen {
    std::string path;
    std::string range;
    std::string if_range;
    std::string authorization;
  };

  explicit WebServer(Handler handler) {
    server_.set_pre_routing_handler([](const httplib::Request& request, httplib::Response&) {
      const_cast<httplib::Request&>(request).ranges.clear();  // NOLINT: else httplib itself cuts what the test answers
      return httplib::Server::HandlerResponse::Unhandled;
    });
    server_.Get(".*",
                [this, answer = std::move(handler)](const httplib::Request& request, httplib::Response& response) {
                  {
                    const std::lock_guard lock(mutex_);
                    seen_.push_back({request.path, request.get_header_value("Range"),
                                     request.get_header_value("If-Range"), request.get_header_value("Authorization")});
                  }
                  answer(request, response);
                });
    server_.set_keep_alive_max_count(1);  // no thread waits for a next request
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;
  ~WebServer() {
    stopping_ = true;
    server_.stop();
    thread_.join();
  }

  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// The same server; to HTTP another origin.
  [[nodiscard]] std::string other_address() const { return "http://localhost:" + std::to_string(port_); }
  [[nodiscard]] std::vector<Seen> seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }
  [[nodiscard]] std::size_t count(const std::string& path) const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count(seen_, path, &Seen::path));
  }

  /// Answers with `bytes`, or the part of it that the request asks for, as a good server does.
  static void serve(const httplib::Request& request, httplib::Response& response, const std::string& bytes,
                    const std::string& etag) {
    if (!etag.empty()) response.set_header("ETag", etag);
    const std::string range = request.get_header_value("Range");
    const bool is_same = !request.has_header("If-Range") || request.get_header_value("If-Range") == etag;
    if (range.empty() || !is_same) return response.set_content(bytes, "application/octet-stream");
    const std::size_t first = std::stoul(range.substr(range.find('=') + 1));
    if (first >= bytes.size()) {
      response.status = 416;
      return;
    }
    serve_rest(response, bytes, first);
  }
  /// Answers 206 with what follows `first`.
  static void serve_rest(httplib::Response& response, const std::string& bytes, std::size_t first) {
    response.status = 206;
    response.set_header("Content-Range", "bytes " + std::to_string(first) + "-" + std::to_string(bytes.size() - 1) +
                                             "/" + std::to_string(bytes.size()));
    response.set_content(bytes.substr(first), "application/octet-stream");
  }
  /// Says that all of `bytes` follows, sends `count` of it and hangs up; where `patience` is given, after being silent
  /// for so long.
  void serve_cut(httplib::Response& response, const std::string& bytes, std::size_t count,
                 std::chrono::milliseconds patience = {}) const {
    response.set_content_provider(
        bytes.size(), "application/octet-stream",
        [this, sent = bytes.substr(0, count), patience](std::size_t offset, std::size_t, httplib::DataSink& sink) {
          if (offset < sent.size()) return sink.write(sent.data() + offset, sent.size() - offset);
          for (auto left = patience; left.count() > 0 && !stopping_; left -= kStep) std::this_thread::sleep_for(kStep);
          return false;
        });
  }

 private:
  static constexpr std::chrono::milliseconds kStep{10};

  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<Seen> seen_;
};

}  // namespace emo3d::testing
