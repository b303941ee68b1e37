#include "emo3d/text/text_repair.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "emo3d/base/utf8.h"
#include "emo3d/text/html_entities.h"
#include "tests/support/any_text.h"
#include "tests/support/errors.h"

namespace emo3d::text {
namespace {

using ::testing::HasSubstr;

TEST(TextRepair, ReadsMojibakeAgain) {
  EXPECT_EQ(repair_text("\u00C3\u00BAnico"), "\u00FAnico");
  EXPECT_EQ(repair_text("so \u00E2\u20AC\u201D that"), "so \u2014 that");
  EXPECT_EQ(repair_text("na\u00C3\u0083\u00C2\u00AFve"), "na\u00EFve");  // twice misread
  EXPECT_EQ(repair_text("L\u00C3\u00A9a, No\u00C3\u00ABl, F\u00C3\u00BCr"), "L\u00E9a, No\u00EBl, F\u00FCr");
  EXPECT_EQ(repair_text("\u00F0\u0178\u02DC\u20AC"), "\U0001F600");
  EXPECT_EQ(repair_text("\u00D0\u0178\u00D1\u20AC\u00D0\u00B8\u00D0\u00B2\u00D0\u00B5\u00D1\u201A"),
            "\u041F\u0440\u0438\u0432\u0435\u0442");
  // As Windows-1251, and as Mac OS Roman.
  EXPECT_EQ(repair_text("\u0420\u045F\u0421\u0402\u0420\u0451\u0420\u0406\u0420\u00B5\u0421\u201A"),
            "\u041F\u0440\u0438\u0432\u0435\u0442");
  EXPECT_EQ(repair_text("na\u221A\u00D8ve caf\u221A\u00A9"), "na\u00EFve caf\u00E9");
  // A byte A0 that became a blank.
  EXPECT_EQ(repair_text("\u00C3 la r\u00C3\u00A9flexion"), "\u00E0 la r\u00E9flexion");
  EXPECT_EQ(repair_text("\u00E2\u0153\u201D OK, GRO\u00C3\u0178"), "\u2714 OK, GRO\u00DF");
  EXPECT_EQ(repair_text("mogu\u00C4\u2021nost"), "mogu\u0107nost");
  EXPECT_EQ(repair_text("SA\u00C5\u00BDETA"), "SA\u017DETA");
  EXPECT_EQ(repair_text("Hi\u00E1\u00BB\u2021n"), "Hi\u1EC7n");
  // Beside characters that were read rightly.
  EXPECT_EQ(repair_text("\u4E00 don\u00E2\u20AC\u2122t"), "\u4E00 don't");
}

TEST(TextRepair, LeavesOrdinaryTextsAlone) {
  for (const char* text :
       {"Charlotte Bront\u00EB\u2026", "MARQU\u00C9\u2026", "IKEA\u00AE AH\u00C5\u2122",
        "20 \u00B0C \u00E0 30 \u00B0C, na\u00EFve\u2014caf\u00E9\u2026", "5\u00D7\u00BD \u00D8\u00B10.5",
        "\u00A1Hola! \u00AB\u00BFQu\u00E9 tal?\u00BB", "\u042F\u2026 \u042F\u2026 \u0422\u2026 \u043D\u0435\u0442",
        "D\u016EM M\u016E\u017DE", "\u559C\u3073 \uACE0\uC591\uC774", ":\u00FE",
        "V\u00DD\u0160KA, V\u00DD\u017DIVA, \u00DA\u017Easn\u00E9", "zvl\u00E1\u0161\u0165, zvl\u00E1\u0161\u0165",
        "V\u00DD\u0160KA", "plain & ASCII <b>"})
    EXPECT_EQ(repair_text(text), text);
}

TEST(TextRepair, MakesCharactersUsual) {
  EXPECT_EQ(repair_text("\u2018a\u2019 \u201Cb\u201D \u02BCc"), "'a' \"b\" 'c");
  EXPECT_EQ(repair_text("o\uFB03ce \uFB05 \u01C5"), "office \u017Ft D\u017E");
  EXPECT_EQ(repair_text("\uFF21\uFF42\u3000\uFF11 \uFF8A\uFF9D"), "Ab 1 \u30CF\u30F3");
  EXPECT_EQ(repair_text("cafe\u0301"), "caf\u00E9");
  EXPECT_EQ(repair_text("wait\u0085"), "wait\u2026");
}

TEST(TextRepair, TakesControlsAway) {
  EXPECT_EQ(repair_text("\u001B[31;1mred\u001B[0m bell\u0007 \uFEFFx\u007F"), "red bell x");
  EXPECT_EQ(repair_text("a\r\nb\rc\u2028d"), "a\nb\nc\nd");
  EXPECT_EQ(repair_text("\u200Bkept\u00AD\t"), "\u200Bkept\u00AD\t");
}

TEST(TextRepair, UnescapesTextThatIsNoHtml) {
  EXPECT_EQ(repair_text("&lt;b&gt; &amp;amp; P&EACUTE;REZ &copy"), "<b> & P\u00C9REZ &copy");
  EXPECT_EQ(repair_text("<b>&amp;</b>\n&amp;"), "<b>&amp;</b>\n&amp;");
  EXPECT_EQ(repair_text("&amp;\n<b>"), "&\n<b>");
}

TEST(TextRepair, GivesValidUtf8ForAnyText) {
  EXPECT_TRUE(rc::check("valid, and stable", [] {
    const std::string repaired = repair_text(*testing::any_text());
    RC_ASSERT_FALSE(find_invalid_utf8(repaired).has_value());
  }));
  EXPECT_THAT(testing::error_message([] { (void)repair_text("\xC3"); }), HasSubstr("byte 0 is 0xc3"));
}

TEST(Html, UnescapesAsABrowser) {
  EXPECT_EQ(unescape_html("&eacute;&lt;&NotEqualTilde;&nbsp;|"), "\u00E9<\u2242\u0338\u00A0|");
  EXPECT_EQ(unescape_html("&notit; &amp &ampx &copy2"), "\u00ACit; & &x \u00A92");
  EXPECT_EQ(unescape_html("&#65;&#x42;&#67 &#128; &#0; &#xD800; &#x110000; &#99999999999;"),
            "ABC \u20AC \uFFFD \uFFFD \uFFFD \uFFFD");
  EXPECT_EQ(unescape_html("&#1;|&#x7f;|&#xFFFE;|&#13;|"), "|||\r|");
  EXPECT_EQ(unescape_html("& &; &# &#; &#x; &unknown; &1; a&"), "& &; &# &#; &#x; &unknown; &1; a&");
  EXPECT_EQ(unescape_html("&Tab;x&NewLine;"), "\tx\n");
}

TEST(Html, OfClosedReferencesLeavesTheOthers) {
  EXPECT_EQ(unescape_closed_html("&eacute; &EACUTE; &NTILDE; &semi;"), "\u00E9 \u00C9 \u00D1 ;");
  EXPECT_EQ(unescape_closed_html("&eacute &notit; &#65 &unknown;"), "&eacute &notit; &#65 &unknown;");
  EXPECT_EQ(unescape_closed_html("&#65;&#x42;"), "AB");
}

}  // namespace
}  // namespace emo3d::text
