#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/base/json.h"
#include "emo3d/service/extract.h"

/// The rows that an extraction writes: one a face, and one for each photo without a face. docs/extract.md describes
/// them.
namespace emo3d::service {

/// Scores of a face in the dataset's columns (face::ChannelOrder::kMediaPipe): `_neutral` first.
using ColumnScores = std::array<float, 52>;

/// The names of ColumnScores.
[[nodiscard]] const std::array<std::string_view, 52>& score_columns();

/// A path as rows hold it: bytes that are no UTF-8 are written as \xNN.
[[nodiscard]] std::string path_text(const std::filesystem::path& path);

/// The rows of a photo. Each with "blendshapes" is an expression that face::expression_from_json() reads, labelled
/// "name"; each without has "error" and "name" too. `landmarks`: write them too.
[[nodiscard]] std::vector<OrderedJson> to_rows(const PhotoFaces& found, bool landmarks);

/// A JSON document of rows: {"format": "emo3d-faces", "version": 1, "generator": .., "faces": [..]}.
[[nodiscard]] OrderedJson faces_document(std::vector<OrderedJson> rows);

/// Whether `json` says that it is faces_document().
[[nodiscard]] bool is_faces_document(const Json& json);
/// The rows of faces_document(). \throws Error kInvalidData.
[[nodiscard]] const std::vector<Json>& rows_of_document(const Json& json, std::string_view source);

/// The header of a CSV file of rows, with its line end.
[[nodiscard]] std::string csv_header();
/// A row as a line of CSV (RFC 4180), with its line end. Matrix and landmarks are left out.
[[nodiscard]] std::string csv_line(const OrderedJson& row);

/// What reading a row back gives.
struct ScoredRow {
  std::string image;
  std::optional<ColumnScores> scores;  ///< Absent where the row has an "error".
};

/// Reads a row of JSON. \throws Error kInvalidData.
[[nodiscard]] ScoredRow scored_row(const Json& row, std::string_view source);

/// Reads all rows of a file as it was written: .json, .csv, else JSONL. \throws Error kInvalidData naming the line.
[[nodiscard]] std::vector<ScoredRow> read_rows(std::string_view bytes, std::string_view extension,
                                               std::string_view source);

/// The same with all that the rows hold, as csv_line() and JSON write it. \throws Error kInvalidData.
[[nodiscard]] std::vector<OrderedJson> read_whole_rows(std::string_view bytes, std::string_view extension,
                                                       std::string_view source);

}  // namespace emo3d::service
