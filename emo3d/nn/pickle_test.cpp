#include "emo3d/nn/pickle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/torch_writer.h"

namespace emo3d::nn {
namespace {

using ::testing::ElementsAre;
using testing::error_message;
using ::testing::HasSubstr;
using testing::little_endian;
using testing::pickle_of;
using testing::pickled;
using testing::pickled_call;
using testing::pickled_global;
using testing::pickled_ordered_dict;
using testing::pickled_tuple;
using Kind = PickleValue::Kind;

constexpr std::string_view kFunctions[] = {"torch.make"};
constexpr std::string_view kTypes[] = {"torch.FloatStorage"};

/// Texts are views into `bytes`.
Pickle parse(const std::string& bytes) {
  return parse_pickle(std::as_bytes(std::span(bytes)), "data.pkl", {.functions = kFunctions, .types = kTypes});
}

/// What becomes of a pickle of protocol 2 that is this, with its end.
std::string error_of(const std::string& piece) {
  return error_message([&] { (void)parse(pickle_of(piece)); });
}

std::string repeated(std::string_view piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

TEST(Pickle, ReadsWhatAStateDictIsMadeOf) {
  const std::string bytes = pickle_of("(K\x05M\x01\x02J\xFE\xFF\xFF\xFF\x88\x89NG" + std::string(8, 'x') +
                                      pickled("né") + pickled(-3) + "]K\x01" + "a(K\x02K\x03" + "e)K\x09\x85t");
  const Pickle pickle = parse(bytes);
  const PickleValue& root = pickle[pickle.root];
  ASSERT_EQ(root.kind, Kind::kTuple);
  ASSERT_EQ(root.items.size(), 12u);
  const auto item = [&](std::size_t i) -> const PickleValue& { return pickle[root.items[i]]; };
  EXPECT_EQ(item(0).integer, 5);
  EXPECT_EQ(item(1).integer, 0x201);
  EXPECT_EQ(item(2).integer, -2);
  EXPECT_EQ(item(3).kind, Kind::kBool);
  EXPECT_EQ(item(3).integer, 1);
  EXPECT_EQ(item(4).integer, 0);
  EXPECT_EQ(item(5).kind, Kind::kNone);
  EXPECT_EQ(item(6).kind, Kind::kFloat);
  EXPECT_EQ(item(7).text, "né");
  EXPECT_EQ(item(8).integer, -3);
  EXPECT_EQ(item(9).kind, Kind::kList);
  EXPECT_EQ(item(9).items.size(), 3u);
  EXPECT_TRUE(item(10).items.empty());
  EXPECT_EQ(pickle[item(11).items.at(0)].integer, 9);
}

TEST(Pickle, ReadsDictsCallsAndPersistentIds) {
  const std::string bytes = pickle_of(pickled_ordered_dict({{"w", pickled_call(pickled_global("torch", "make"), {"N"})},
                                                            {"s", pickled_global("torch", "FloatStorage") + "Q"}}));
  const Pickle pickle = parse(bytes);
  const PickleValue& dict = pickle[pickle.root];
  ASSERT_EQ(dict.kind, Kind::kDict);
  ASSERT_EQ(dict.items.size(), 4u);
  EXPECT_EQ(pickle[dict.items[0]].text, "w");
  const PickleValue& call = pickle[dict.items[1]];
  EXPECT_EQ(call.kind, Kind::kCall);
  EXPECT_EQ(pickle[call.items.at(0)].text, "torch.make");
  EXPECT_EQ(pickle[call.items.at(1)].items.size(), 1u);
  const PickleValue& persistent = pickle[dict.items[3]];
  EXPECT_EQ(persistent.kind, Kind::kPersistent);
  EXPECT_EQ(pickle[persistent.items.at(0)].kind, Kind::kGlobal);
}

TEST(Pickle, UsesKeptValuesAgain) {
  const Pickle pickle =
      parse(pickle_of("]q\x07K\x01"
                      "a"
                      "h\x07"
                      "r" +
                      little_endian(900, 4) + "j" + little_endian(900, 4) + "\x87"));
  const PickleValue& root = pickle[pickle.root];
  ASSERT_EQ(root.items.size(), 3u);
  EXPECT_EQ(root.items[0], root.items[1]);
  EXPECT_EQ(root.items[1], root.items[2]);
}

TEST(Pickle, ReadsProtocol4) {
  const std::string name = "\x8c\x05torch\x94\x8c\x04make\x94\x93\x94)R\x94.";
  const Pickle pickle = parse("\x80\x04\x95" + little_endian(name.size(), 8) + name);
  EXPECT_EQ(pickle[pickle.root].kind, Kind::kCall);
  EXPECT_THAT(error_message([&] { (void)parse("\x80\x04\x95" + little_endian(name.size() + 1, 8) + name); }),
              HasSubstr("a frame of"));
}

TEST(Pickle, AcceptsOnlyTheMetadataOfADictAsState) {
  EXPECT_EQ(error_of("}}" + pickled("_metadata") + "}sb"), "no error");
  EXPECT_EQ(error_of("}}" + pickled("other") + "}sb"),
            "data.pkl: a state other than the _metadata of a dict at byte 16");
  EXPECT_THAT(error_of("}}b"), HasSubstr("a state other"));
  EXPECT_THAT(error_of("}Nb"), HasSubstr("a state other"));
  EXPECT_THAT(error_of("]}" + pickled("_metadata") + "}sb"), HasSubstr("a state other"));
}

TEST(Pickle, RefusesGlobalsThatItIsNotToldToExpect) {
  EXPECT_EQ(error_of(pickled_call(pickled_global("os", "system"), {pickled("id")})),
            "data.pkl: global \"os.system\", which is not allowed, at byte 2");
  EXPECT_THAT(error_of(pickled_global("builtins", "eval")), HasSubstr("global \"builtins.eval\""));
  EXPECT_THAT(error_of(pickled_global("torch", "LongStorage")), HasSubstr("global \"torch.LongStorage\""));
  EXPECT_THAT(error_of(pickled_global("collections.OrderedDict", "__class__")), HasSubstr("is not allowed"));
  EXPECT_THAT(error_of(pickled_global("a\x1b[2J", "b\x7f")), HasSubstr("a\\x1b[2J.b\\x7f"));
  EXPECT_THAT(error_of(pickled("os") + pickled("system") + "\x93"), HasSubstr("global \"os.system\""));
  EXPECT_THAT(error_of("NN\x93"), HasSubstr("whose name is no string"));
  EXPECT_THAT(error_of("cos"), HasSubstr("a line that does not end"));
}

TEST(Pickle, RefusesCallsOfWhatIsNoFunction) {
  EXPECT_THAT(error_of(pickled_call(pickled_global("torch", "FloatStorage"), {})),
              HasSubstr("a call of torch.FloatStorage, which is no function"));
  EXPECT_THAT(error_of(pickled_call(pickled("os.system"), {})), HasSubstr("a call of what is no function"));
  EXPECT_THAT(error_of(pickled_global("torch", "make") + "NR"), HasSubstr("without a tuple"));
  EXPECT_THAT(error_of(pickled_call(pickled_global("collections", "OrderedDict"), {"N"})), HasSubstr("with arguments"));
}

TEST(Pickle, RefusesEveryOtherOpcode) {
  const std::string known =
      "(NJKMGX)te]a}sucRbQqrhj."
      "\x80\x85\x86\x87\x88\x89\x8a\x8c\x93\x94\x95";
  std::size_t refused = 0;
  for (int code = 0; code < 256; ++code) {
    const std::string message = error_of(std::string(1, static_cast<char>(code)) + std::string(16, '\0'));
    if (message.find("which no state dict needs") != std::string::npos) ++refused;
    const bool is_known = known.find(static_cast<char>(code)) != std::string::npos && code != 0x80;
    EXPECT_EQ(message.find("which no state dict needs, at byte 2") == std::string::npos, is_known) << code;
  }
  EXPECT_EQ(error_of("\x81"), "data.pkl: opcode 0x81, which no state dict needs, at byte 2");
  EXPECT_GT(refused, 200u);
}

TEST(Pickle, RefusesWhatIsNoPickle) {
  const auto message = [](const std::string& bytes) { return error_message([&] { (void)parse(bytes); }); };
  EXPECT_EQ(message(""), "data.pkl: no pickle of protocol 2 to 5 at byte 0");
  EXPECT_THAT(message("(dp0\n."), HasSubstr("no pickle of protocol 2 to 5"));
  EXPECT_THAT(message("\x80\x01N."), HasSubstr("protocol 1, expected 2 to 5"));
  EXPECT_THAT(message("\x80\x02NN."), HasSubstr("2 values and 0 marks are left"));
  EXPECT_THAT(message("\x80\x02N(."), HasSubstr("1 values and 1 marks are left"));
  EXPECT_THAT(message("\x80\x02."), HasSubstr("0 values"));
  EXPECT_EQ(message("\x80\x02N.N"), "data.pkl: 1 bytes follow the end at byte 3");
  EXPECT_THAT(message(std::string(kMaxPickleBytes + 1, '\x80')), HasSubstr("16777217 bytes"));
}

TEST(Pickle, RefusesSizesBeyondItsEnd) {
  EXPECT_EQ(error_of("X\xFF\xFF\xFF\xFFname"), "data.pkl: 4294967295 bytes are needed, 5 are left at byte 2");
  EXPECT_THAT(error_of("\x8a\xFFxx"), HasSubstr("an integer of 255 bytes"));
  EXPECT_THAT(error_of("\x95\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), HasSubstr("a frame of 18446744073709551615 bytes"));
  EXPECT_THAT(error_of("X" + little_endian(2, 4) + "\xC3\x28"), HasSubstr("not UTF-8"));
}

TEST(Pickle, RefusesValuesThatAreNotThere) {
  for (const char* piece : {"Q", "R", "b", "a", "e", "s", "u", "t", "\x85", "N\x86", "NN\x87", "q\x01", "\x94", "N(R",
                            "N(b", "]Nu", "}(Nu", "](Q"})
    EXPECT_NE(error_of(piece), "no error") << piece;
  EXPECT_THAT(error_of("h\x05"), HasSubstr("nothing is kept as 5"));
  EXPECT_THAT(error_of("N(q\x01"), HasSubstr("opcode 0x71 without a value"))
      << "a value below the mark is out of reach";
  EXPECT_THAT(error_of("}(N"
                       "u"),
              HasSubstr("a key without a value"));
  EXPECT_THAT(error_of("]NNs"), HasSubstr("for a value of another kind"));
  EXPECT_THAT(error_of("}Na"), HasSubstr("for a value of another kind"));
}

TEST(Pickle, LimitsValuesStackMarksAndMemo) {
  EXPECT_THAT(error_of(repeated("N", kMaxPickleStack + 1)), HasSubstr("more than 65536 values on the stack"));
  EXPECT_THAT(error_of(repeated("(", kMaxPickleStack + 1)), HasSubstr("more than 65536 marks"));
  EXPECT_THAT(error_of("]" + repeated("Na", kMaxPickleValues)), HasSubstr("more than 1048576 values"));
  std::string kept = "N";
  for (std::size_t i = 0; i <= kMaxPickleValues; ++i) kept += "r" + little_endian(i, 4);
  EXPECT_THAT(error_of(kept), HasSubstr("more than 1048576 values are kept"));
}

TEST(Pickle, NeitherNestsNorUnfoldsByDepth) {
  constexpr std::size_t kDeep = 1'000'000;
  EXPECT_EQ(parse(pickle_of("N" + repeated("\x85", kDeep))).values.size(), kDeep + 1);
  // Each tuple holds the one before twice: 2^20000 leaves if it were unfolded.
  std::string bomb = "Nq\x01";
  for (int i = 0; i < 20'000; ++i) bomb += "h\x01\x86q\x01";
  EXPECT_EQ(parse(pickle_of(bomb)).values.size(), 20'001u);
  EXPECT_EQ(error_of("]q\x01h\x01"
                     "a"),
            "no error")
      << "a list in itself";
}

TEST(Pickle, RefusesEveryTruncation) {
  const std::string whole =
      pickle_of(pickled_ordered_dict({{"w", pickled_call(pickled_global("torch", "make"), {"N"})}}));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(error_message([&] { (void)parse(whole.substr(0, size)); }), "no error") << size;
}

RC_GTEST_PROP(PickleProperty, SurvivesAnyBytes, (const std::string& piece)) { (void)error_of(piece); }

}  // namespace
}  // namespace emo3d::nn
