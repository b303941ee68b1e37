#include "emo3d/base/zip_archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/zip_writer.h"

namespace emo3d {
namespace {

using testing::error_message;
using ::testing::HasSubstr;
using testing::little_endian;
using testing::zip_of;
using testing::ZipEntry;

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

std::string entry_of(const std::string& zip, std::string_view name) {
  const auto bytes = ZipArchive(bytes_of(zip), "face.task").entry(name);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string error_of(const std::string& zip) {
  return error_message([&] { (void)ZipArchive(bytes_of(zip), "face.task"); });
}

const std::vector<ZipEntry> kTwo = {{"a.tflite", "alpha"}, {"b.binarypb", ""}};
/// From the end of an archive without a comment to fields of its end record.
constexpr std::size_t kDisk = 18, kCount = 12, kDirectorySize = 10, kDirectoryStart = 6;

std::string with(std::string zip, std::size_t from_end, const std::string& bytes) {
  return zip.replace(zip.size() - from_end, bytes.size(), bytes);
}

TEST(ZipArchive, GivesTheBytesOfItsEntries) {
  EXPECT_EQ(entry_of(zip_of(kTwo), "a.tflite"), "alpha");
  EXPECT_EQ(entry_of(zip_of(kTwo), "b.binarypb"), "");
  EXPECT_EQ(error_of(zip_of({})), "no error");
}

TEST(ZipArchive, DoesNotMindWhatStandsInFrontAndAComment) {
  EXPECT_EQ(entry_of("stray bytes PK\5\6 in front" + zip_of(kTwo), "a.tflite"), "alpha");
  EXPECT_EQ(entry_of(zip_of(kTwo, "made by hand"), "a.tflite"), "alpha");
  EXPECT_EQ(entry_of(zip_of(kTwo, std::string(65535, 'x')), "a.tflite"), "alpha");
}

TEST(ZipArchive, ReadsTheZip64RecordsThatPyTorchWrites) {
  const std::string zip = zip_of({{.name = "a", .bytes = "alpha", .padding = 40}, {"b", ""}}, "", true);
  EXPECT_EQ(entry_of(zip, "a"), "alpha");
  EXPECT_EQ(entry_of("stray" + zip, "a"), "alpha");
  constexpr std::size_t kEnd = 22, kLocator = kEnd + 20, kRecord = kLocator + 56;
  EXPECT_EQ(entry_of(with(zip, kDirectoryStart, little_endian(0xFFFFFFFF, 4)), "a"), "alpha");
  EXPECT_THAT(error_of(with(zip, kDirectoryStart, little_endian(7, 4))), HasSubstr("contradicts"));
  EXPECT_THAT(error_of(with(zip, kRecord, "PK")), "no error");
  EXPECT_THAT(error_of(with(zip, kRecord, "pk")), HasSubstr("no ZIP64 record of 56 bytes"));
  EXPECT_THAT(error_of(with(zip, kRecord - 4, little_endian(45, 8))), HasSubstr("no ZIP64 record of 56 bytes"));
  EXPECT_THAT(error_of(with(zip, kRecord - 16, little_endian(1, 4))), HasSubstr("several disks"));
  const std::string huge = with(zip, kRecord - 40, little_endian(~std::uint64_t{0}, 8));
  EXPECT_THAT(error_of(with(huge, kDirectorySize, little_endian(0xFFFFFFFF, 4))),
              HasSubstr("directory of 18446744073709551615 bytes"));
  EXPECT_THAT(error_of(zip.substr(zip.size() - kLocator)), HasSubstr("ZIP64 record is missing"));
  for (std::size_t size = 0; size < zip.size(); ++size) EXPECT_NE(error_of(zip.substr(0, size)), "no error") << size;
}

TEST(ZipArchive, ListsItsNames) {
  const std::string zip = zip_of({{"b", ""}, {"a/c", ""}});
  EXPECT_THAT(ZipArchive(bytes_of(zip), "x").names(), ::testing::ElementsAre("a/c", "b"));
}

TEST(ZipArchive, NamesAnEntryThatIsMissing) {
  EXPECT_EQ(error_message([] { (void)entry_of(zip_of(kTwo), "c"); }), "face.task: holds no c");
}

TEST(ZipArchive, RefusesADamagedEntry) {
  std::string zip = zip_of(kTwo);
  zip[zip.find("alpha")] = 'A';
  EXPECT_THAT(error_message([&] { (void)entry_of(zip, "a.tflite"); }), HasSubstr("a.tflite: CRC-32"));
}

TEST(ZipArchive, RefusesWhatIsNoArchive) {
  EXPECT_EQ(error_of(""), "face.task: 0 bytes are no ZIP archive");
  EXPECT_THAT(error_of(std::string(100, 'x')), HasSubstr("no end of a directory"));
  EXPECT_THAT(error_of(zip_of(kTwo) + "x"), HasSubstr("no end of a directory")) << "bytes behind the end";
}

TEST(ZipArchive, RefusesWhatItDoesNotSupport) {
  EXPECT_THAT(error_of(zip_of({{"a", "x", 0, 8}})), HasSubstr("\"a\": is compressed by method 8"));
  EXPECT_THAT(error_of(zip_of({{"a", "x", 1}})), HasSubstr("\"a\": is encrypted"));
  EXPECT_THAT(error_of(with(zip_of(kTwo), kDisk, little_endian(1, 2))), HasSubstr("several disks"));
  EXPECT_THAT(error_of(with(zip_of(kTwo), kDirectorySize, little_endian(0xFFFFFFFF, 4))), HasSubstr("ZIP64"));
  EXPECT_THAT(error_of(with(zip_of(kTwo), kDirectoryStart, little_endian(0xFFFFFFFF, 4))), HasSubstr("ZIP64"));
}

TEST(ZipArchive, RefusesSizesAndPlacesOutsideTheArchive) {
  EXPECT_THAT(error_of(with(zip_of(kTwo), kDirectorySize, little_endian(5000, 4))), HasSubstr("directory of 5000"));
  EXPECT_THAT(error_of(with(zip_of(kTwo), kDirectoryStart, little_endian(5000, 4))), HasSubstr("at 5000, but"));
  EXPECT_THAT(error_of(zip_of({{.name = "a", .bytes = "x", .size_change = 1}})), HasSubstr("2 bytes at 31 reach past"));
  EXPECT_THAT(error_of(zip_of({{.name = "a", .bytes = "x", .size_change = -2}})),
              HasSubstr("entries of 4 GiB are not supported"));
  EXPECT_THAT(error_of(zip_of({{.name = "a", .bytes = "x", .start_change = 3000}})),
              HasSubstr("starts at 3000, outside the archive"));
  EXPECT_THAT(error_of(zip_of({{.name = "a", .bytes = std::string(60, 'x'), .start_change = 1}})),
              HasSubstr("local header at 1 does not fit"));
}

TEST(ZipArchive, RefusesADirectoryThatContradicts) {
  EXPECT_THAT(error_of(zip_of({{"a", "x"}, {"a", "y"}})), HasSubstr("\"a\": is there twice"));
  EXPECT_THAT(error_of(zip_of({{.name = "a", .bytes = "x", .local_name = "b"}})), HasSubstr("does not fit"));
  const std::string many = little_endian(3, 2) + little_endian(3, 2);
  EXPECT_THAT(error_of(with(zip_of(kTwo), kCount + 2, many)), HasSubstr("directory ends within entry 2"));
}

TEST(ZipArchive, RefusesEntriesThatOverlap) {
  const std::string zip = zip_of({{.name = "a", .bytes = "alpha", .size_change = 10}, {"b", std::string(40, 'b')}});
  EXPECT_EQ(error_of(zip), "no error") << "the bytes of a header may lie in another entry";
  const std::string longer = zip_of({{.name = "a", .bytes = "alpha", .size_change = 32}, {"b", std::string(40, 'b')}});
  EXPECT_EQ(error_of(longer), "face.task: \"a\" and \"b\" overlap");
}

TEST(ZipArchive, ShowsNamesOnOneLine) {
  const std::string message = error_of(zip_of({{"a\n\x1b[2J", "x", 0, 8}}));
  EXPECT_EQ(message.find_first_of("\n\x1b"), std::string::npos) << message;
}

TEST(ZipArchive, RefusesEveryTruncation) {
  const std::string zip = zip_of(kTwo, "comment");
  for (std::size_t size = 0; size < zip.size(); ++size) EXPECT_NE(error_of(zip.substr(0, size)), "no error") << size;
}

RC_GTEST_PROP(ZipArchiveProperty, SurvivesAnyChangedBytes, ()) {
  std::string zip = zip_of(kTwo);
  for (int change = *rc::gen::inRange(1, 5); change > 0; --change)
    zip[*rc::gen::inRange<std::size_t>(0, zip.size())] = *rc::gen::arbitrary<char>();
  (void)error_message([&] { (void)entry_of(zip, "a.tflite"); });
}

}  // namespace
}  // namespace emo3d
