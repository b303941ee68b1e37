#include "emo3d/reading/stance_phrases.h"

namespace emo3d::reading {

const PhraseList& denials() {
  static const PhraseList kPhrases(
      "not|no|no one|nobody's|no one's|ought to be|ought to feel|should be|should feel|should have been|supposed to be|"
      "supposed to feel|meant to be|expected to be|wish i were|wish i was|wish i could be|wish i felt|who could be|who "
      "could feel|what makes you think i'm|what makes you think i am|i doubt|doubt "
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

const PhraseList& denials_of_before() {
  static const PhraseList kPhrases(
      "? of you ?|? of you !|? of that ?|? me ?|is the last thing|are the last thing|was the last thing|is the wrong "
      "word|is not the word|is not the right word|"
      "isn't the word|isn't the right word|is the wrong way to put it|would be too much|would be wrong|is out of the "
      "question|? no|? not|? nope|? nah|? hardly|? never|? far from it|has vanished|has gone|is gone|has faded|have "
      "faded|has left|at all ? no");
  return kPhrases;
}

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
      "stop|did not stop|stop at nothing|nothing can stop|nothing makes me|nothing makes him|nothing makes her|can't "
      "wipe|"
      "cannot wipe|couldn't wipe|could not wipe|can't shake|cannot shake|couldn't shake|could not shake|no "
      "better|nothing "
      "better than|not a day goes by without|not a day goes by when i don't|not a day goes by that i don't|not a day "
      "passes without|more or "
      "less|less and less|no end|nonetheless|nevertheless|none the less");
  return kPhrases;
}

const PhraseList& pasts() {
  static const PhraseList kPhrases(
      "once|starts out|start out|started out|starts off|started off|begins|began|from|where others|used to be|used to "
      "feel|used to look|at first|initially|in the beginning|to begin "
      "with|formerly|previously|a "
      "moment ago|a minute ago|moments ago|moments before|moments earlier|seconds ago|just now still|earlier|until "
      "now|up to now|turning from|turns from|turned from|turn from|going from|goes from|went from|shifting from|shifts "
      "from|shifted from|changing from|changes from|changed from|switching from|switches from|moving from|moves "
      "from|recovering from|swinging from|swings from|slides from|slipping from|after being|no more");
  return kPhrases;
}

const PhraseList& pasts_of_before() {
  static const PhraseList kPhrases(
      "gives way to|gave way to|giving way to|give way to|turns into|turned into|turning into|turns to|turned to|"
      "turning to|fades into|fading into|faded into|melts into|melting into|melted into|becomes|dissolves into|"
      "dissolving into|changes to|changing to|changed to|changes into|morphs into|is replaced by|was replaced by|"
      "replaced by|soon replaced by|is followed by|followed by|shifts to|shifting to|morphing into|drops away to "
      "reveal|slips into|at first|a moment ago|a minute ago");
  return kPhrases;
}

const PhraseList& nows() {
  static const PhraseList kPhrases(
      "now|then|ends up|ended up|ends|but|later|finally|soon|suddenly|until|eventually|afterwards|yet|to|into|by");
  return kPhrases;
}

}  // namespace emo3d::reading
