#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "emo3d/base/json.h"

namespace emo3d::service {

/// The rows of an extraction under way, in a file beside its output: a line a photo, each there whole or not at all
/// whenever the program ends. A later run goes on from it.
class ExtractJournal {
 public:
  /// Where the journal of an output lies: "faces.jsonl.part" of "faces.jsonl".
  [[nodiscard]] static std::filesystem::path path_for(const std::filesystem::path& output);

  /// Opens the journal for this process alone. With `resume` it goes on from what is there, or from nothing; a line
  /// that was cut off is dropped. `settings` are what the rows depend on. \throws Error kInvalidArgument where there is
  /// a journal and not `resume`, or one with other settings; kIo where it cannot be written or another process has it;
  /// kInvalidData where it is damaged.
  ExtractJournal(const std::filesystem::path& path, const OrderedJson& settings, bool resume);
  ExtractJournal(const ExtractJournal&) = delete;
  ExtractJournal& operator=(const ExtractJournal&) = delete;
  ~ExtractJournal();

  /// How many photos it holds.
  [[nodiscard]] std::size_t photos() const { return places_.size(); }
  /// `image` as in the rows.
  [[nodiscard]] bool contains(const std::string& image) const { return places_.contains(image); }
  /// Adds all rows of a photo. \throws Error kIo.
  void append(const std::string& image, std::span<const OrderedJson> rows);
  /// \pre contains(image) \throws Error kIo.
  [[nodiscard]] std::vector<OrderedJson> rows_of(const std::string& image) const;
  /// Deletes the file; nothing else may be called afterwards.
  void remove();

 private:
  struct Place {
    std::uint64_t offset = 0;
    std::size_t bytes = 0;  ///< With the line's end.
  };
  void start(const OrderedJson& settings);
  void read(const OrderedJson& settings);
  [[nodiscard]] std::string bytes_at(const Place& place) const;
  void write(const std::string& line);
  [[noreturn]] void give_up(const char* action) const;

  std::filesystem::path path_;
  int fd_ = -1;
  std::uint64_t end_ = 0;
  std::map<std::string, Place> places_;
};

}  // namespace emo3d::service
