// Counts over judgements: pure functions, no network.

export const kClasses = ['neutral', 'happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised'];
export const kNoFace = 'no face';

/** The class with the highest probability; kNoFace where the judge found none. Ties go to the first of kClasses. */
export function named(judgement) {
  if (judgement.probabilities === null) return kNoFace;
  for (const name of kClasses)
    if (!Number.isFinite(judgement.probabilities[name])) throw new Error(`${judgement.file}: no probability of "${name}"`);
  return kClasses.reduce((best, name) => (judgement.probabilities[name] > judgement.probabilities[best] ? name : best));
}

/** {right, of} of the judgements that have an intended class. A face that is not found counts as wrong. */
export function share(judgements) {
  const asked = judgements.filter((j) => j.intended !== null);
  return { right: asked.filter((j) => named(j) === j.intended).length, of: asked.length };
}

const unique = (values) => [...new Set(values)];

/** Shares by every value of `key` ("expression", "yaw_deg", "identity"), in order of appearance; numbers ascend. */
export function sharesBy(judgements, key) {
  const values = unique(judgements.map((j) => j[key]));
  if (typeof values[0] === 'number') values.sort((a, b) => a - b);
  return values.map((value) => ({ [key]: value, ...share(judgements.filter((j) => j[key] === value)) }));
}

/** A row for each expression: its intended class and how often the judge named which class, in order of appearance. */
export function confusion(judgements) {
  return unique(judgements.map((j) => j.expression)).map((expression) => {
    const rows = judgements.filter((j) => j.expression === expression);
    const counts = Object.fromEntries([...kClasses, kNoFace].map((name) => [name, 0]));
    for (const row of rows) counts[named(row)] += 1;
    return { expression, intended: rows[0].intended, counts };
  });
}

/** Everything that is reported about a set of judgements. `tuned`: identities that recipes were tuned on. */
export function summarize(judgements, tuned) {
  for (const j of judgements)
    if (j.intended !== null && !kClasses.includes(j.intended)) throw new Error(`${j.file}: unknown class "${j.intended}"`);
  return {
    all: share(judgements),
    tuned_identities: share(judgements.filter((j) => tuned.includes(j.identity))),
    other_identities: share(judgements.filter((j) => !tuned.includes(j.identity))),
    by_identity: sharesBy(judgements, 'identity').map((row) => ({ ...row, tuned: tuned.includes(row.identity) })),
    by_identity_and_yaw: unique(judgements.map((j) => j.identity)).map((identity) => ({
      identity,
      yaws: sharesBy(judgements.filter((j) => j.identity === identity), 'yaw_deg'),
    })),
    by_expression: sharesBy(judgements.filter((j) => j.intended !== null), 'expression'),
    by_yaw: sharesBy(judgements, 'yaw_deg'),
    confusion: confusion(judgements),
  };
}
