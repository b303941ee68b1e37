#include "emo3d/train/speakers.h"

#include <algorithm>
#include <array>

#include "emo3d/base/error.h"
#include "emo3d/train/phrasing.h"

namespace emo3d::train {
namespace {

constexpr std::array<Speaker, 7> kSpeakers{{{"i", "me", "my", "myself", "am", "was", "have", "", 0.5},
                                            {"she", "her", "her", "herself", "is", "was", "has", "s", 0.13},
                                            {"he", "him", "his", "himself", "is", "was", "has", "s", 0.13},
                                            {"we", "us", "our", "ourselves", "are", "were", "have", "", 0.06},
                                            {"they", "them", "their", "themselves", "are", "were", "have", "", 0.04},
                                            {"the woman", "her", "her", "herself", "is", "was", "has", "s", 0.07},
                                            {"the man", "him", "his", "himself", "is", "was", "has", "s", 0.07}}};

struct Form {
  std::string_view key;
  std::string_view Speaker::*form;
};
constexpr std::array<Form, 8> kForms{{{"I", &Speaker::subject},
                                      {"me", &Speaker::object},
                                      {"my", &Speaker::possessive},
                                      {"self", &Speaker::reflexive},
                                      {"am", &Speaker::am},
                                      {"was", &Speaker::was},
                                      {"have", &Speaker::have},
                                      {"s", &Speaker::verb_ending}}};

}  // namespace

std::span<const Speaker> speakers() { return kSpeakers; }

const Speaker& any_speaker(Random& random) {
  std::array<double, kSpeakers.size()> weights{};
  std::ranges::transform(kSpeakers, weights.begin(), &Speaker::weight);
  return kSpeakers[random.weighted(weights)];
}

std::string spoken(std::string text, const Speaker& speaker) {
  for (const Form& entry : kForms) text = filled(std::move(text), entry.key, speaker.*(entry.form));
  return text;
}

std::vector<std::string_view> all_forms(std::string_view key) {
  if (key == "he") return {"he", "she", "they", "it"};
  if (key == "his") return {"his", "her", "their", "its"};
  if (key == "him") return {"him", "her", "them", "it"};
  const auto found = std::ranges::find(kForms, key, &Form::key);
  check(found != kForms.end(), ErrorCode::kInvalidData, "situations.txt: {} agrees with nobody", quote(key));
  std::vector<std::string_view> different;
  for (const Speaker& speaker : kSpeakers)
    if (std::ranges::find(different, speaker.*(found->form)) == different.end())
      different.push_back(speaker.*(found->form));
  return different;
}

}  // namespace emo3d::train
