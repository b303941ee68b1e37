#include "emo3d/store/partial_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"

namespace emo3d::store {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void give_up(const fs::path& path) {
  fail(ErrorCode::kIo, "{}: cannot write: {}", path.string(), std::generic_category().message(errno));
}

OrderedJson to_json(const HostStatement& statement) {
  OrderedJson json = {
      {"address", statement.address}, {"etag", statement.etag},         {"last_modified", statement.last_modified},
      {"sha256", statement.sha256},   {"git_blob", statement.git_blob}, {"commit", statement.commit}};
  if (statement.size) json["size"] = *statement.size;
  return json;
}

HostStatement read_statement(const fs::path& path) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 16;
  const Json json = read_json(path, kMaxBytes);
  const std::string source = path.string();
  HostStatement statement{.address = string_member(json, "address", source),
                          .etag = string_member(json, "etag", source),
                          .last_modified = string_member(json, "last_modified", source),
                          .size = std::nullopt,
                          .sha256 = string_member(json, "sha256", source),
                          .git_blob = string_member(json, "git_blob", source),
                          .commit = string_member(json, "commit", source)};
  if (json.contains("size")) statement.size = size_member(json, "size", source);
  return statement;
}

}  // namespace

std::string HostStatement::validator() const { return !etag.empty() && !etag.starts_with("W/") ? etag : last_modified; }

PartialFile::PartialFile(fs::path target)
    : target_(std::move(target)), path_(target_.string() + ".part"), statement_path_(target_.string() + ".part.json") {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path_, error);
  if (error) return;
  try {
    statement_ = read_statement(statement_path_);
    size_ = size;
  } catch (const Error&) {
    discard();  // without its statement nobody knows what the file is a part of
  }
}

PartialFile::~PartialFile() {
  if (fd_ >= 0) ::close(fd_);
}

void PartialFile::open(int flags) {
  close();
  fd_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
  if (fd_ < 0) give_up(path_);
}

void PartialFile::close() {
  if (fd_ >= 0 && ::close(std::exchange(fd_, -1)) != 0) give_up(path_);
}

void PartialFile::restart(HostStatement statement) {
  discard();  // in this order the file never stands beside the statement of another
  write_file(statement_path_, to_json(statement).dump());
  open(O_TRUNC);
  statement_ = std::move(statement);
}

void PartialFile::append(std::string_view bytes) {
  if (fd_ < 0) open(O_APPEND);
  const std::size_t written = write_all(fd_, bytes);
  size_ += written;
  if (written < bytes.size()) give_up(path_);
}

void PartialFile::discard() {
  close();
  std::error_code error;
  fs::remove(path_, error);
  if (!error) fs::remove(statement_path_, error);
  check(!error, ErrorCode::kIo, "{}: cannot be removed: {}", path_.string(), error.message());
  statement_.reset();
  size_ = 0;
}

void PartialFile::commit() {
  if (fd_ < 0) open(O_APPEND);
  if (::fsync(fd_) != 0) give_up(path_);
  close();
  std::error_code error;
  fs::rename(path_, target_, error);
  check(!error, ErrorCode::kIo, "{}: cannot write: {}", target_.string(), error.message());
  fs::remove(statement_path_, error);
}

}  // namespace emo3d::store
