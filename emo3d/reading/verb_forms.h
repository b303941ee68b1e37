#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::reading {

enum class VerbForm : std::uint8_t { kFinite, kPast, kIng, kAgent };

struct InflectedVerb {
  std::string text;
  VerbForm form;
};

/// The pasts of verbs that do not form it by -ed: "rise" -> {"rose", "risen"}.
using IrregularPasts = std::map<std::string_view, std::vector<std::string_view>, std::less<>>;

/// All forms of an English verb or of a phrase that begins with one: "pull up" gives "pull up", "pulls up",
/// "pulled up", "pulling up" and "puller up". By spelling: "dropping" doubles, "raising" loses its e, "relies" takes
/// -ies.
[[nodiscard]] std::vector<InflectedVerb> verb_forms(std::string_view verb, const IrregularPasts& irregular);

}  // namespace emo3d::reading
