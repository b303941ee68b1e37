#include "emo3d/reading/stance.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "emo3d/reading/phrase_list.h"
#include "emo3d/reading/word_list.h"

namespace emo3d::reading {
namespace {

using Words = std::span<const text::Word>;

/// Deny what follows.
const PhraseList& denials() {
  static const PhraseList kPhrases(
      "not|no|no one|who could be|who could feel|what makes you think i'm|what makes you think i am|i doubt|doubt "
      "anybody|doubt anyone|you'd think i'd be|you'd think i would be|i thought i'd be|i thought i would "
      "be|never|hardly|scarcely|nothing|hard to be|hard to feel|difficult to be|difficult to feel|impossible to "
      "be|impossible to feel|without|neither|nor|none of|nobody|cannot|no longer|not any|not a bit|not at all|not "
      "even|not the "
      "least|not exactly|not really|not particularly|not remotely|not quite|anything but|far from|nowhere near|by no "
      "means|in no way|not in any way|hardly ever|instead of|rather than|as opposed to|the opposite of|opposite "
      "of|lack "
      "of|lacks|lacking|lacked|a lack of|devoid of|void of|free of|free from|absence of|no trace of|no sign of|no "
      "signs "
      "of|no hint of|not a trace of|not a hint of|not a sign of|without a trace of|without any|without a hint "
      "of|unable "
      "to|unable to feel|unwilling to|refuses to|refusing to|refused to|fails to|failed to|stops|stopped|stop|quit|"
      "ceases to|ceased to|stops being|stopped being|stop being|quit being|less|not so much|incapable of|hardly what i "
      "would call|hardly what you would call|hardly what one would call|not what i would call|not what you would call|"
      "couldn't care less about being|beyond|past caring about|do i look|do i sound|does it look like i'm|does he "
      "look|does she look");
  return kPhrases;
}

/// Deny what stands before them in the clause, or in the one before.
const PhraseList& denials_of_before() {
  static const PhraseList kPhrases(
      "is the last thing|are the last thing|was the last thing|is the wrong word|is not the word|is not the right word|"
      "isn't the word|isn't the right word|is the wrong way to put it|would be too much|would be wrong|is out of the "
      "question|? no|? not|? nope|? nah|? hardly|? never|? far from it|has vanished|has gone|is gone|has faded|have "
      "faded|has left|at all ? no");
  return kPhrases;
}

/// Look like denials, but affirm.
const PhraseList& affirmations() {
  static const PhraseList kPhrases(
      "not only|not just|not merely|not simply|not to mention|not without|nothing but|no wonder|no doubt|no matter|"
      "without doubt|without a doubt|without question|can't stop|cannot stop|can not stop|could not stop|couldn't stop|"
      "can't help|cannot help|could not help|couldn't help|can't wait|cannot wait|couldn't wait|could not wait|can't "
      "believe|cannot believe|couldn't believe|could not believe|can't hide|cannot hide|could not hide|couldn't hide|"
      "can't contain|cannot contain|could not contain|couldn't contain|can't hold back|cannot hold back|couldn't hold "
      "back|could not hold back|can't suppress|cannot suppress|couldn't suppress|can't conceal|cannot conceal|can't "
      "quite hide|can't get over|cannot get over|can't express how|never been so|never been this|never been as|never "
      "been more|never felt so|never felt this|never felt such|never felt as|never felt more|never looked so|never "
      "looked this|never looked more|never seen so|never seen anyone so|never seen anyone this|never seen him so|never "
      "seen her so|never seen him this|never seen her this|never seen such|never so|never more|couldn't be more|could "
      "not be more|can't be more|couldn't have been more|could not have been more|couldn't be any|nobody is as|no one "
      "is as|no one is so|nobody is so|no one has ever been so|no one has ever been this|why not|if not|don't "
      "worry|not "
      "a little|no less|trying not to|tries not to|tried not to|try not to|trying hard not to|"
      "tries hard not to|struggling not to|struggles not to|fighting not to|fights not to|so as not to|careful not to|"
      "won't see|will not see|wouldn't see|can't see|cannot see|doesn't see|didn't see|won't notice|doesn't "
      "notice|didn't "
      "notice|nobody sees|no one sees|nobody notices|no one notices|nobody knows|no one knows|won't admit|wouldn't "
      "admit|doesn't admit|refuses to admit|don't tell me i'm not|don't say i'm not|who says i'm not|don't think i'm "
      "not|never stops|never stopped|never ceases|doesn't stop|don't stop|didn't stop|won't stop|does not "
      "stop|did not stop|stop at nothing|nothing can stop|nothing makes me|nothing makes him|nothing makes her|more or "
      "less|less and less|no end|nonetheless|nevertheless|none the less");
  return kPhrases;
}

/// Put what follows in the past.
const PhraseList& pasts() {
  static const PhraseList kPhrases(
      "once|starts out|start out|started out|starts off|started off|begins|began|from|where others feel|where others "
      "are|where others look|used to be|used to feel|used to look|at first|initially|in the beginning|to begin "
      "with|formerly|previously|a "
      "moment ago|a minute ago|moments ago|moments before|moments earlier|seconds ago|just now still|earlier|until "
      "now|up to now|turning from|turns from|turned from|turn from|going from|goes from|went from|shifting from|shifts "
      "from|shifted from|changing from|changes from|changed from|switching from|switches from|moving from|moves "
      "from|recovering from|swinging from|swings from|slides from|slipping from|after being|no more");
  return kPhrases;
}

/// Put what stands before them in the clause in the past.
const PhraseList& pasts_of_before() {
  static const PhraseList kPhrases(
      "gives way to|gave way to|giving way to|give way to|turns into|turned into|turning into|turns to|turned to|"
      "turning to|fades into|fading into|faded into|melts into|melting into|melted into|becomes|dissolves into|"
      "dissolving into|changes to|changing to|changed to|changes into|morphs into|is replaced by|was replaced by|"
      "replaced by|soon replaced by|is followed by|followed by|shifts to|shifting to|morphing into|drops away to "
      "reveal|slips into|at first|a moment ago|a minute ago");
  return kPhrases;
}

/// Begin what is true now; what was put in the past by such words is over only where one of them follows.
const PhraseList& nows() {
  static const PhraseList kPhrases(
      "now|then|ends up|ended up|ends|but|later|finally|soon|suddenly|until|eventually|afterwards|yet|to|into|by");
  return kPhrases;
}

constexpr auto kContrasts = std::to_array<std::string_view>(
    {"but",  "because", "although", "though",  "however", "yet",      "while", "if",     "when",   "since",
     "just", "only",    "rather",   "instead", "now",     "then",     "still", "until",  "so",     "than",
     "as",   "by",      "who",      "which",   "even",    "whenever", "after", "before", "merely", "simply"});
/// After "and" these begin something new: "isn't smiling and looks bored".
constexpr auto kNewStart = std::to_array<std::string_view>(
    {"is",    "are",   "was",    "looks", "look",    "looking", "seems", "seem", "feels", "feel", "appears", "has",
     "have",  "he",    "she",    "they",  "it",      "i",       "we",    "you",  "then",  "just", "clearly", "rather",
     "quite", "truly", "really", "very",  "instead", "only",    "his",   "her",  "their", "with"});
constexpr auto kCopulas = std::to_array<std::string_view>(
    {"is",     "are",    "was",     "were",    "am",     "be",      "been", "looks",   "look",
     "looked", "seems",  "seem",    "seemed",  "feels",  "feel",    "felt", "appears", "appear",
     "sounds", "sound",  "looking", "feeling", "being",  "i'm",     "he's", "she's",   "they're",
     "we're",  "you're", "isn't",   "aren't",  "wasn't", "weren't", "ain't"});
/// Of these nothing felt is denied by a copula alone: "it is not fair".
constexpr auto kNoPersons = std::to_array<std::string_view>(
    {"it", "this", "that", "there", "what", "which", "life", "world", "it's", "that's"});

/// As chat writes them.
constexpr auto kWithoutApostrophe =
    std::to_array<std::string_view>({"aint", "arent", "cant", "couldnt", "didnt", "doesnt", "dont", "hadnt", "hasnt",
                                     "havent", "isnt", "shouldnt", "wasnt", "werent", "wont", "wouldnt"});

bool is_negative_verb(std::string_view word) { return word.ends_with("n't") || one_of(kWithoutApostrophe, word); }

bool is_copula(std::string_view word) { return one_of(kCopulas, word); }

class StanceFinder {
 public:
  StanceFinder(Words words, std::span<const text::Extent> feelings)
      : words_(words), stances_(words.size(), Stance::kFelt) {
    for (const text::Extent& feeling : feelings) starts_.push_back(feeling.begin);
  }

  std::vector<Stance> find() {
    for (std::size_t i = 0; i < words_.size();) i += std::max<std::size_t>(1, read(i));
    return std::move(stances_);
  }

 private:
  /// Reads what begins at word `i`. \return how many words it has taken.
  std::size_t read(std::size_t i) {
    if (const std::size_t length = affirmation(i)) return length;
    if (const std::size_t length = pasts_of_before().longest(words_, i); length > 0 && mark_before(i, Stance::kPast)) {
      set(i, i + length, Stance::kCue);
      return length;
    }
    if (const std::size_t length = denials_of_before().longest(words_, i);
        length > 0 && mark_before(i, Stance::kDenied)) {
      set(i, i + length, Stance::kCue);
      return length;
    }
    if (const std::size_t length = pasts().longest(words_, i)) return past(i, length);
    std::size_t length = denials().longest(words_, i);
    if (length == 0 && (is_negative_verb(words_[i].text) || outweighs(i))) length = 1;
    return length > 0 ? denial(i, length) : 0;
  }

  /// "couldn't be happier", "never been better": a comparative after a negation affirms.
  std::size_t affirmation(std::size_t i) const {
    if (const std::size_t length = affirmations().longest(words_, i)) return length;
    if (words_[i].text == "without" && denied_before(i)) return 1;
    if (words_[i].text != "never" && !is_negative_verb(words_[i].text) && words_[i].text != "not") return 0;
    constexpr auto kBetween = std::to_array<std::string_view>(
        {"be", "been", "have", "feel", "felt", "any", "look", "looked", "seen", "him", "her", "anyone", "a"});
    std::size_t j = i + 1;
    while (j < words_.size() && one_of(kBetween, words_[j].text)) ++j;
    const bool compares = j > i + 1 && j < words_.size() && words_[j].text.size() > 4 && words_[j].text.ends_with("er");
    return compares ? j - i + 1 : 0;
  }

  /// "more tired than angry": what follows "than" is denied.
  [[nodiscard]] bool outweighs(std::size_t i) const {
    if (words_[i].text != "than") return false;
    for (std::size_t j = i; j > 0 && !words_[j - 1].mark; --j)
      if (words_[j - 1].text == "more") return j < i && tells(j, i);
    return false;
  }

  std::size_t past(std::size_t i, std::size_t length) {
    const std::size_t begin = i + length;
    const std::size_t end = scope_end(begin);
    if (!tells(begin, end)) return length;
    bool goes_on = false;
    for (std::size_t j = end; j < words_.size() && !goes_on; ++j) goes_on = nows().longest(words_, j) > 0;
    const bool over_anyway = words_[i].text == "used" || words_[i].text == "formerly";
    if (!goes_on && !over_anyway) return length;
    set(i, begin, Stance::kCue);
    set(begin, end, Stance::kPast);
    return end - i;
  }

  std::size_t denial(std::size_t i, std::size_t length) {
    const std::size_t begin = i + length;
    const std::size_t end = scope_end(begin);
    if (!tells(begin, end) && !denies_a_look(i, begin, end)) return length;
    set(i, begin, Stance::kCue);
    set(begin, end, Stance::kDenied);
    return end - i;
  }

  /// Marks what stands before word `i` in its clause, where that tells a feeling. \return whether it does.
  bool mark_before(std::size_t i, Stance stance) {
    std::size_t begin = i;
    while (begin > 0 && !words_[begin - 1].mark) --begin;
    if (!tells(begin, i)) return false;
    for (std::size_t j = begin; j < i; ++j)
      if (stances_[j] == Stance::kFelt) stances_[j] = stance;
    return true;
  }

  /// "is not chuffed": a look or state is denied, whether or not the lexicon knows the word.
  bool denies_a_look(std::size_t cue, std::size_t begin, std::size_t end) const {
    constexpr std::size_t kLongest = 4;
    std::size_t copula = cue;
    if (!is_copula(words_[cue].text)) {
      if (begin < end && is_copula(words_[begin].text)) {
        copula = begin;
        if (begin + 1 >= end) return false;
      } else if (cue > 0 && is_copula(words_[cue - 1].text)) {
        copula = cue - 1;
      } else {
        return false;
      }
    }
    if (begin >= end || end - begin > kLongest) return false;
    const std::size_t subject = std::min(copula, cue);
    if (subject > 0 && one_of(kNoPersons, words_[subject - 1].text)) return false;
    // "is not in the kitchen", "is not my dog" tell no feeling
    constexpr auto kOtherwise =
        std::to_array<std::string_view>({"in",   "at", "on",  "here", "there", "my",   "his",  "her",  "your", "their",
                                         "our",  "a",  "an",  "the",  "going", "from", "with", "that", "what", "like",
                                         "into", "to", "for", "out",  "up",    "down", "away", "left", "right"});
    const std::size_t first = copula == begin ? begin + 1 : begin;
    return first < end && !one_of(kOtherwise, words_[first].text);
  }

  [[nodiscard]] std::size_t scope_end(std::size_t begin) const {
    const bool from = begin > 0 && words_[begin - 1].text == "from";
    std::size_t end = begin;
    for (; end < words_.size(); ++end) {
      const std::string_view word = words_[end].text;
      const std::string_view next = end + 1 < words_.size() ? words_[end + 1].text : std::string_view();
      if (words_[end].mark || word == "nor") break;
      if (word == "and" && (one_of(kNewStart, next) || !continues(end + 1))) break;
      if (end > begin && (one_of(kContrasts, word) || word == "without" || begins_statement(begin, end))) break;
      if (from && (word == "to" || word == "into")) break;
    }
    return end;
  }

  /// Somebody does something of their own at word `i` ("instead of panicking they cheered"), unless it is what is
  /// thought or said ("I don't think he is sad").
  [[nodiscard]] bool begins_statement(std::size_t begin, std::size_t i) const {
    constexpr auto kPersons = std::to_array<std::string_view>({"i", "he", "she", "they", "we", "you"});
    constexpr auto kNoStart = std::to_array<std::string_view>(
        {"that", "think",  "thinks", "believe", "believes", "suppose", "guess", "imagine", "say",   "says",
         "said", "saying", "mean",   "have",    "had",      "has",     "did",   "do",      "does",  "was",
         "were", "am",     "is",     "will",    "would",    "can",     "could", "means",   "claim", "claims",
         "feel", "feels",  "sure",   "certain", "what",     "how",     "where", "why"});
    return one_of(kPersons, words_[i].text) && i > begin && !one_of(kNoStart, words_[i - 1].text);
  }

  /// Whether the clause has denied something before word `i`: "I can't look at it without gagging".
  [[nodiscard]] bool denied_before(std::size_t i) const {
    for (; i > 0 && !words_[i - 1].mark; --i) {
      const std::string_view word = words_[i - 1].text;
      if (word == "not" || word == "never" || word == "cannot" || is_negative_verb(word)) return true;
    }
    return false;
  }

  /// Whether a feeling comes within two words: "not angry and sad".
  [[nodiscard]] bool continues(std::size_t at) const { return tells(at, std::min(at + 2, words_.size())); }

  [[nodiscard]] bool tells(std::size_t begin, std::size_t end) const {
    const auto next = std::ranges::lower_bound(starts_, begin);
    return next != starts_.end() && *next < end;
  }

  void set(std::size_t begin, std::size_t end, Stance stance) {
    std::fill(stances_.begin() + static_cast<std::ptrdiff_t>(begin),
              stances_.begin() + static_cast<std::ptrdiff_t>(end), stance);
  }

  Words words_;
  std::vector<Stance> stances_;
  std::vector<std::size_t> starts_;
};

}  // namespace

std::vector<Stance> find_stances(Words words, std::span<const text::Extent> feelings) {
  return StanceFinder(words, feelings).find();
}

}  // namespace emo3d::reading
