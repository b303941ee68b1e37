#include "emo3d/text/language.h"

#include <gtest/gtest.h>

namespace emo3d::text {
namespace {

TEST(Language, TellsSentences) {
  EXPECT_EQ(language_name("An elderly woman, overwhelmed with joy, raises her left eyebrow"), "English");
  EXPECT_EQ(language_name("Une femme tr\u00e8s heureuse"), "French");
  EXPECT_EQ(language_name("der Mann ist sehr traurig und weint"), "German");
  EXPECT_EQ(language_name("una mujer enfadada grita a su marido"), "Spanish");
  EXPECT_EQ(language_name("\u041e\u043d\u0430 \u043e\u0447\u0435\u043d\u044c \u0441\u0447\u0430\u0441\u0442\u043b"
                          "\u0438\u0432\u0430"),
            "Russian");
  EXPECT_EQ(language_name("\u559c\u3073\u306e\u9854"), "Japanese");
}

TEST(Language, HasNoAnswerForWhatIsNoLanguage) {
  EXPECT_EQ(language_name(""), "");
  EXPECT_EQ(language_name("1234 !?"), "");
}

}  // namespace
}  // namespace emo3d::text
