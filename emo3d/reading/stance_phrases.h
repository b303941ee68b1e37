#pragma once

#include "emo3d/reading/phrase_list.h"

/// The phrases by which a description denies a feeling, affirms it or puts it in the past.
namespace emo3d::reading {

/// Deny what follows.
[[nodiscard]] const PhraseList& denials();
/// Deny what stands before them in the clause, or in the one before.
[[nodiscard]] const PhraseList& denials_of_before();
/// Look like denials, but affirm.
[[nodiscard]] const PhraseList& affirmations();
/// Put what follows in the past.
[[nodiscard]] const PhraseList& pasts();
/// Put what stands before them in the clause in the past.
[[nodiscard]] const PhraseList& pasts_of_before();
/// Begin what is true now; what was put in the past by such words is over only where one of them follows.
[[nodiscard]] const PhraseList& nows();

}  // namespace emo3d::reading
