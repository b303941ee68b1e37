#include "emo3d/nn/npy.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

#include "emo3d/base/file.h"
#include "tests/support/errors.h"

namespace emo3d::nn {
namespace {

using testing::error_message;

std::span<const std::byte> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

/// A file with this header text, not padded, and these values.
std::string npy(const std::string& text, const std::string& data, char version = 1) {
  std::string file = "\x93NUMPY";
  file += version;
  file += '\0';
  file += static_cast<char>(text.size() & 0xff);
  file += static_cast<char>(text.size() >> 8);
  if (version > 1) file += std::string(2, '\0');
  return file + text + data;
}

std::string refusal(const std::string& file) {
  return error_message([&] { (void)parse_npy_header(bytes_of(file), "a.npy"); });
}

const std::string kEight(8, '\0');

TEST(Npy, ReadsEachTypeAndVersion) {
  for (const char version : {'\1', '\2', '\3'}) {
    const auto bytes = parse_npy<std::uint8_t>(
        bytes_of(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1), }", "\x7\xff", version)), "a");
    EXPECT_EQ(bytes.shape, (std::vector<std::size_t>{2, 1}));
    EXPECT_EQ(bytes.values, (std::vector<std::uint8_t>{7, 255}));
  }
  const std::string minus_one(8, '\xff');
  EXPECT_EQ(
      parse_npy<std::int64_t>(bytes_of(npy("{'shape':(1,),'fortran_order':False,\"descr\":'<i8'}\n", minus_one)), "a")
          .values,
      std::vector<std::int64_t>{-1});
  EXPECT_EQ(parse_npy<std::int32_t>(
                bytes_of(npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", minus_one)), "a")
                .values,
            (std::vector<std::int32_t>{-1, -1}));
  EXPECT_EQ(
      parse_npy<float>(bytes_of(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", kEight.substr(4))), "a")
          .values,
      std::vector<float>{0});
}

TEST(Npy, HeadersAreThoseOfNumpy) {
  const std::vector<std::size_t> shape = {3, 4};
  const std::string header = npy_header(shape);
  EXPECT_EQ(header.size(), 128u);
  EXPECT_EQ(header.substr(0, 10), std::string("\x93NUMPY\1\0v\0", 10));
  EXPECT_EQ(header.substr(10, 59), "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }");
  EXPECT_EQ(header.back(), '\n');
  EXPECT_NE(npy_header(std::vector<std::size_t>{3}).find("(3,), }"), std::string::npos);
  EXPECT_NE(npy_header(std::vector<std::size_t>{}).find("(), }"), std::string::npos);
}

TEST(Npy, WhatIsWrittenIsRead) {
  const TemporaryDirectory folder;
  EXPECT_TRUE(rc::check([&] {
    const auto shape = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 5));
    RC_PRE(shape.size() <= 6);
    const auto values = *rc::gen::container<std::vector<float>>(*element_count(shape), rc::gen::arbitrary<float>());
    write_npy(folder.path() / "a.npy", TensorView{shape, values});
    const NpyArray<float> read = read_npy<float>(folder.path() / "a.npy");
    RC_ASSERT(read.shape == shape);
    RC_ASSERT(read.values.size() == values.size());
    const auto is_same = [](float a, float b) {
      return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
    };
    RC_ASSERT(std::ranges::equal(read.values, values, is_same));
  }));
  Matrix matrix(2, 3);
  for (std::size_t i = 0; i < 6; ++i) matrix.data()[i] = static_cast<float>(i);
  write_npy(folder.path() / "m.npy", matrix);
  const auto read = read_npy<float>(folder.path() / "m.npy");
  EXPECT_EQ(read.shape, (std::vector<std::size_t>{2, 3}));
  EXPECT_EQ(read.values, (std::vector<float>{0, 1, 2, 3, 4, 5}));
}

TEST(Npy, RefusesAnotherTypeThanExpected) {
  const std::string file = npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", kEight);
  EXPECT_EQ(error_message([&] { (void)parse_npy<float>(bytes_of(file), "a.npy"); }),
            "a.npy: values of type <i4; expected <f4");
}

TEST(Npy, RefusesWhatItCannotRead) {
  EXPECT_EQ(refusal(""), "a.npy: not a .npy file");
  EXPECT_EQ(refusal("PK\3\4 something else"), "a.npy: not a .npy file");
  EXPECT_EQ(refusal(npy("{}", "", '\4')), "a.npy: .npy of version 4.0; expected 1.0, 2.0 or 3.0");
  EXPECT_EQ(refusal(npy("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }", kEight)),
            "a.npy: header of a .npy file: values of type \">f4\"; expected <f4, <i4, <i8 or |u1");
  EXPECT_EQ(refusal(npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", kEight)),
            "a.npy: header of a .npy file: values of type \"|O\"; expected <f4, <i4, <i8 or |u1");
  EXPECT_EQ(refusal(npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }", kEight)),
            "a.npy: header of a .npy file: Fortran order is not supported");
}

TEST(Npy, RefusesHostileHeaders) {
  EXPECT_EQ(refusal(std::string("\x93NUMPY\1\0\xff\xff{", 11)),
            "a.npy: a header of 65535 bytes does not fit in the file");
  EXPECT_EQ(refusal(std::string("\x93NUMPY\2\0\xff\xff\xff\xff{", 13)),
            "a.npy: a header of 4294967295 bytes does not fit in the file");
  const auto with_shape = [](const std::string& shape) {
    return refusal(npy("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }", kEight));
  };
  EXPECT_EQ(with_shape("(3,)"), "a.npy: shape [3] of <f4 does not take the 8 bytes behind the header");
  EXPECT_EQ(with_shape("(1,)"), "a.npy: shape [1] of <f4 does not take the 8 bytes behind the header");
  EXPECT_NE(with_shape("(4294967296, 4294967296, 2)").find("does not take"), std::string::npos);
  EXPECT_NE(with_shape("(-2,)").find("the shape holds no size"), std::string::npos);
  EXPECT_NE(with_shape("(99999999999999999999,)").find("the shape holds no size"), std::string::npos);
  EXPECT_NE(with_shape("(2)").find("no tuple"), std::string::npos);
  EXPECT_NE(with_shape("[2]").find("expected '('"), std::string::npos);
  std::string many;
  for (int i = 0; i < 40; ++i) many += "1, ";
  EXPECT_NE(with_shape("(" + many + ")").find("more than 32 dimensions"), std::string::npos);
  for (const char* text :
       {"", "{", "{'descr'", "{'descr': '<f4'", "{'descr': '<f4', 'fortran_order': False, 'shape': (2",
        "{'descr': '<f4' 'fortran_order': False, 'shape': (2,)}", "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x",
        "{'descr': '<f4', 'fortran_order': None, 'shape': (2,)}"})
    EXPECT_NE(refusal(npy(text, kEight)), "no error") << text;
}

}  // namespace
}  // namespace emo3d::nn
