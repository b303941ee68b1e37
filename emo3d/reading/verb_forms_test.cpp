#include "emo3d/reading/verb_forms.h"

#include <gtest/gtest.h>

namespace emo3d::reading {
namespace {

std::string forms(std::string_view verb) {
  const IrregularPasts irregular{{"rise", {"rose", "risen"}}, {"shut", {"shut"}}};
  std::string joined;
  for (const InflectedVerb& form : verb_forms(verb, irregular))
    if (form.form != VerbForm::kAgent) joined += form.text + " ";
  return joined;
}

TEST(VerbForms, FollowTheSpelling) {
  EXPECT_EQ(forms("raise"), "raise raises raised raising ");
  EXPECT_EQ(forms("drop"), "drop drops dropped dropping ");
  EXPECT_EQ(forms("widen"), "widen widens widened widening ");
  EXPECT_EQ(forms("press"), "press presses pressed pressing ");
  EXPECT_EQ(forms("pry open"), "pry open pries open pried open prying open ");
  EXPECT_EQ(forms("squint"), "squint squints squinted squinting ");
  EXPECT_EQ(forms("pull up"), "pull up pulls up pulled up pulling up ");
}

TEST(VerbForms, KnowIrregularPasts) {
  EXPECT_EQ(forms("rise"), "rise rises rose risen rising ");
  EXPECT_EQ(forms("shut"), "shut shuts shut shutting ");
}

TEST(VerbForms, NameTheAgent) { EXPECT_EQ(verb_forms("raise", {}).back().text, "raiser"); }

}  // namespace
}  // namespace emo3d::reading
