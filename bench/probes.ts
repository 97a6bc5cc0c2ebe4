/**
 * `npm run bench:probes`: whether reports of probes recover what is known of scripted targets. Writes
 * bench/probes.md; with `--only=` and a part of `probe: target`, prints these and writes nothing. See README.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tableOf, verdictOn } from './print.ts';
import { KNOWN_RUNS, recover } from './probes/runs.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const runs = values.quick ? 100 : Number(values.runs);
const share = (value: number) => `${(100 * value).toFixed(1)}%`;

const recovered = KNOWN_RUNS.flatMap((known, i) => {
  const name = `${known.probe}: ${known.target}`;
  if (!name.includes(values.only)) return [];
  console.error(name);
  return [{ known, found: recover(known, runs, 1 + 31 * i) }];
});
const rows = recovered.flatMap(({ known, found }) =>
  found.each.map(({ name, covered, width }, i) => [
    ...(i === 0 ? [known.probe, known.target] : ['', '']),
    name,
    (known.truths[i]?.is ?? 0).toFixed(3),
    share(covered),
    width.toFixed(3),
    verdictOn(covered >= 0.93),
  ]),
);
const outcomes = recovered.map(({ known, found }) => [
  known.probe,
  known.target,
  ...(['affected', 'steady', 'undecided'] as const).map((name) => share(found.outcomes[name] ?? 0)),
]);

const report = `# Probes of known targets, measured

\`npm run bench:probes\`, ${runs.toLocaleString('en')} seeded runs a target, ${KNOWN_RUNS[0]?.samples} samples each: variants are made as
for users, a scripted target answers them, and the report's intervals should cover what is known of it in at least 93% of the runs.

${tableOf(['probe', 'target', 'number', 'truth', 'covers', 'width', ''], rows)}

How often a report says what, at a margin of 5 points. A difference that is there and smaller than the
interval is \`undecided\`, never \`steady\`.

${tableOf(['probe', 'target', 'affected', 'steady', 'undecided'], outcomes)}
`;
console.log(report);
if (values.only === '') writeFileSync(join(import.meta.dirname, 'probes.md'), report);
