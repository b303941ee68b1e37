import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confusion, kClasses, kNoFace, named, share, sharesBy, summarize } from './summary.mjs';

/** A judgement whose highest probability is that of `answer` (null: no face found). */
function judgement(identity, expression, intended, yaw_deg, answer) {
  const probabilities = answer === null ? null
    : Object.fromEntries(kClasses.map((name) => [name, name === answer ? 0.7 : 0.05]));
  return { file: `${identity}__${expression}__${yaw_deg}.png`, identity, expression, intended, yaw_deg, probabilities };
}

const kJudgements = [
  judgement('default', 'happy', 'happy', 12, 'happy'),
  judgement('default', 'happy', 'happy', -12, 'neutral'),
  judgement('default', 'bigLaugh', 'happy', 12, 'happy'),
  judgement('ada', 'happy', 'happy', 12, null),
  judgement('ada', 'wink', null, 12, 'happy'),
];

test('the class with the highest probability is named', () => {
  assert.equal(named(judgement('default', 'sad', 'sad', 0, 'fearful')), 'fearful');
  assert.equal(named(judgement('default', 'sad', 'sad', 0, null)), kNoFace);
});

test('a missing probability is refused with the name of the picture', () => {
  const broken = judgement('default', 'sad', 'sad', 0, 'sad');
  delete broken.probabilities.angry;
  assert.throws(() => named(broken), /default__sad__0\.png: no probability of "angry"/);
});

test('a face that is not found is wrong, an expression without class is not asked', () => {
  assert.deepEqual(share(kJudgements), { right: 2, of: 4 });
  assert.deepEqual(share(kJudgements.slice(4)), { right: 0, of: 0 });
});

test('yaws ascend, expressions keep their order', () => {
  assert.deepEqual(sharesBy(kJudgements, 'yaw_deg'),
    [{ yaw_deg: -12, right: 0, of: 1 }, { yaw_deg: 12, right: 2, of: 3 }]);
  assert.deepEqual(sharesBy(kJudgements, 'expression').map((r) => r.expression), ['happy', 'bigLaugh', 'wink']);
});

test('the confusion table counts every picture once', () => {
  const rows = confusion(kJudgements);
  assert.deepEqual(rows.map((r) => Object.values(r.counts).reduce((a, b) => a + b)), [3, 1, 1]);
  assert.equal(rows[0].counts.happy, 1);
  assert.equal(rows[0].counts.neutral, 1);
  assert.equal(rows[0].counts[kNoFace], 1);
});

test('identities that were tuned on are counted apart', () => {
  const summary = summarize(kJudgements, ['default']);
  assert.deepEqual(summary.tuned_identities, { right: 2, of: 3 });
  assert.deepEqual(summary.other_identities, { right: 0, of: 1 });
  assert.deepEqual(summary.by_identity.map((i) => i.tuned), [true, false]);
});

test('an intended class that the judge does not have is refused', () => {
  assert.throws(() => summarize([judgement('default', 'happy', 'joyful', 0, 'happy')], []), /unknown class "joyful"/);
});
