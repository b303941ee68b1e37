#pragma once

#include <rapidcheck.h>

#include <vector>

#include "emo3d/face/expression.h"

namespace emo3d::testing {

/// Any expression: each score a multiple of 1/4096 in [0,1], zero about half of the time, as in real data.
inline rc::Gen<face::Expression> arbitrary_expression() {
  const auto score = rc::gen::oneOf(rc::gen::just(0), rc::gen::inRange(0, 4097));
  return rc::gen::map(rc::gen::container<std::vector<int>>(face::kChannelCount, score), [](const std::vector<int>& v) {
    face::Expression e;
    for (const face::Channel c : face::channels())
      e.set(c, static_cast<float>(v[static_cast<std::size_t>(c)]) / 4096.0f);
    return e;
  });
}

}  // namespace emo3d::testing
