// Prints what the judge said. Usage: node report.mjs JUDGEMENTS.json HALF [--json | --markdown]
// HALF is a key of halves.json or "none"; the tuning half's identities are shown apart from the others.
import { readFileSync } from 'node:fs';
import { kClasses, kNoFace, named, summarize } from './summary.mjs';

const percent = ({ right, of }) => (of === 0 ? 'none' : `${right} of ${of} (${Math.round((100 * right) / of)} %)`);
const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

function confusionTable(summary) {
  const columns = [...kClasses, kNoFace];
  const cell = ({ intended, counts }, name) =>
    counts[name] === 0 ? '' : name === intended ? `**${counts[name]}**` : `${counts[name]}`;
  return table(['shown', 'meant as', ...columns], summary.confusion.map((line) =>
    [line.expression, line.intended ?? '(no class)', ...columns.map((name) => cell(line, name))]));
}

function identityTable(summary) {
  const yaws = summary.by_yaw.map((y) => y.yaw_deg);
  const rows = summary.by_identity_and_yaw.map(({ identity, yaws: shares }) => {
    const whole = summary.by_identity.find((i) => i.identity === identity);
    const at = (yaw) => shares.find((s) => s.yaw_deg === yaw);
    const cells = yaws.map((yaw) => (at(yaw) ? `${at(yaw).right}/${at(yaw).of}` : ''));
    return [identity + (whole.tuned ? ' (tuned on)' : ''), ...cells, percent(whole)];
  });
  return table(['identity', ...yaws.map((y) => `${y}°`), 'all'], rows);
}

function expressionTable(summary) {
  return table(['shown', 'named as meant'], summary.by_expression.map((e) => [e.expression, percent(e)]));
}

function markdown(summary, half, judge) {
  return [
    `Judge: ${judge}; half: ${half}. Named as meant: ${percent(summary.all)}; identities tuned on: ` +
      `${percent(summary.tuned_identities)}; other identities: ${percent(summary.other_identities)}.`,
    identityTable(summary), expressionTable(summary), confusionTable(summary)].join('\n\n');
}

function pictureLine(j) {
  const mark = j.intended === null ? ' ' : named(j) === j.intended ? '+' : '-';
  const numbers = j.probabilities === null ? kNoFace
    : kClasses.map((name) => `${name} ${j.probabilities[name].toFixed(3)}`).join('  ');
  return `${mark} ${j.file.padEnd(36)} ${numbers}`;
}

const [file, half, format = '--text', ...rest] = process.argv.slice(2);
if (!half || rest.length > 0 || !['--text', '--json', '--markdown'].includes(format)) {
  console.error('usage: node report.mjs JUDGEMENTS.json HALF [--json | --markdown]');
  process.exit(2);
}
const { judge, judgements } = JSON.parse(readFileSync(file, 'utf8'));
const halves = JSON.parse(readFileSync(new URL('halves.json', import.meta.url), 'utf8'));
const summary = summarize(judgements, halves.tuning.identities);
if (format === '--json') {
  console.log(JSON.stringify({ judge, half, ...summary, pictures: judgements.map((j) => ({ ...j, named: named(j) })) }, null, 1));
} else {
  if (format === '--text') console.log(judgements.map(pictureLine).join('\n') + '\n');
  console.log(markdown(summary, half, judge));
}
