#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace emo3d::store {

/// What a host said of the file it began to send; a later request may only go on with a file of which it says the same.
struct HostStatement {
  std::string address{};  ///< What was asked for, before redirections.
  std::string etag{};
  std::string last_modified{};
  std::optional<std::uint64_t> size{};
  std::string sha256{};    ///< Hugging Face's X-Linked-Etag; empty where the host does not say.
  std::string git_blob{};  ///< Hugging Face's ETag of other files; empty where the host does not say.
  std::string commit{};    ///< Hugging Face's X-Repo-Commit.

  /// The value for If-Range: a strong ETag, else the date, else empty.
  [[nodiscard]] std::string validator() const;
};

/// A download that may outlive the program: `<target>.part` with what came so far, `<target>.part.json` with the host's
/// statement. \throws Error kIo from everything that writes.
class PartialFile {
 public:
  /// Takes up what an earlier run left.
  explicit PartialFile(std::filesystem::path target);
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  ~PartialFile();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Nothing where no download has begun.
  [[nodiscard]] const std::optional<HostStatement>& statement() const { return statement_; }

  /// Empties the file; what comes now is the file of that statement.
  void restart(HostStatement statement);
  void append(std::string_view bytes);
  /// Removes everything.
  void discard();
  /// Gives the file the name of its target.
  void commit();

 private:
  void open(int flags);
  void close();

  std::filesystem::path target_;
  std::filesystem::path path_;
  std::filesystem::path statement_path_;
  std::optional<HostStatement> statement_;
  std::uint64_t size_ = 0;
  int fd_ = -1;
};

}  // namespace emo3d::store
