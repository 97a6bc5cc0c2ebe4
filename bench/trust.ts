/**
 * `npm run bench:statistics`: whether intervals cover the truth as often as they promise, in worlds
 * whose truth is known, and what the judge's scores are worth in labels. Writes bench/trust.md. See
 * README.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tableOf, verdictOn } from './print.ts';
import { measureCoverage, type Tally } from './trust/coverage.ts';
import { DIFFERENCES, measureDifference, PAIRS } from './trust/differences.ts';
import { CONFIDENT_JUDGES, GUARANTEE, measureGuarantee } from './trust/guarantees.ts';
import { OTHERS, SETTINGS } from './trust/worlds.ts';

const { values } = parseArgs({ options: { worlds: { type: 'string', default: '2000' } } });
const worlds = Number(values.worlds);
const LABELS = [50, 200, 1_000];

// Three standard errors of a share of 95% in that many worlds.
const noise = 3 * Math.sqrt((0.95 * 0.05) / worlds);
const holds = (share: number) => share >= 0.93 - noise && share <= 0.97 + noise;
const number = (value: number) => (Number.isFinite(value) ? value.toFixed(3) : '');
const share = (value: number) => (Number.isFinite(value) ? `${(100 * value).toFixed(1)}%` : '');
const tally = ({ covered, width }: Tally) => [share(covered), number(width)];

const coverage = LABELS.flatMap((labels) =>
  SETTINGS.map((setting, i) => {
    const found = measureCoverage(setting, { labels, worlds, seed: 1_000 * labels + i });
    console.error(`${labels} labels, ${setting.name}`);
    return { labels, setting, found };
  }),
);
const means = tableOf(
  [
    'labels',
    'truth and judge',
    'covers',
    'width',
    'uses judge',
    'worth labels',
    'labels alone cover',
    'width',
    'PPI++ as published covers',
    '',
  ],
  coverage.map(({ labels, setting, found }) => [
    String(labels),
    setting.name,
    ...tally(found.corrected),
    share(found.usesJudge),
    found.worth.toFixed(0),
    ...tally(found.labelsAlone),
    share(found.published.covered),
    verdictOn(holds(found.corrected.covered)),
  ]),
);
const shares = tableOf(
  ['labels', 'truth and judge', 'estimates', 'covers', 'width', ''],
  coverage
    .filter(({ setting }) => setting.isBinary)
    .map(({ labels, setting, found: { roganGladen } }) => [
      String(labels),
      setting.name,
      share(roganGladen.estimated),
      ...tally(roganGladen),
      roganGladen.estimated < 0.5 ? 'refused in most' : verdictOn(holds(roganGladen.covered)),
    ]),
);
const differences = tableOf(
  [
    'labels',
    'people and judge',
    'pairs labelled: covers',
    'width',
    'uses judge',
    '',
    'calibration: estimates',
    'covers',
    'width',
    '',
  ],
  LABELS.flatMap((labels) =>
    DIFFERENCES.map((setting, i) => {
      const found = measureDifference(setting, { labels, worlds, seed: 3_000 * labels + i });
      console.error(`${labels} labels, ${setting.name}`);
      const { byPairs, byCalibration } = found;
      return [
        String(labels),
        setting.name,
        ...tally(byPairs),
        share(found.usesJudge),
        verdictOn(holds(byPairs.covered)),
        share(byCalibration.estimated),
        ...tally(byCalibration),
        byCalibration.estimated < 0.5 ? 'refused' : verdictOn(holds(byCalibration.covered)),
      ];
    }),
  ),
);
const most = 1 - GUARANTEE.confidence + 3 * Math.sqrt((0.1 * 0.9) / worlds);
const guarantees = tableOf(
  ['labels', 'judge', 'risk above 10%', 'answers in', 'items answered', ''],
  LABELS.flatMap((labels) =>
    CONFIDENT_JUDGES.map((judge, i) => {
      const kept = measureGuarantee(judge, { labels, worlds, seed: 7_000 * labels + i });
      return [
        String(labels),
        judge.name,
        share(kept.broken),
        share(kept.answers),
        share(kept.coverage),
        verdictOn(kept.broken <= most),
      ];
    }),
  ),
);

const report = `# Statistics of trust, measured

\`npm run bench:statistics\`, ${worlds.toLocaleString('en')} seeded worlds a row, each with so many labels and the judge's scores of ${OTHERS.toLocaleString('en')} more items. Intervals are at 95% and should cover the truth in 93% to 97% of the worlds; the verdict allows for three standard errors of the simulation (±${share(noise)}).

## Corrected means

"Worth labels" is how many labels alone would give the same standard error. Where too few labels differ for the judge's scores to be relied on, the labels alone are used. The last column is the published interval, with its weight tuned on the same labels and a normal limit.

${means}

## Rogan-Gladen

The share of the worlds in which it estimates, and how often it covers the truth in those.

${shares}

## Corrected differences

Two batches of the same ${PAIRS.toLocaleString('en')} samples. Either people labelled so many samples in both (PPI++ on the differences), or nobody labelled any, and a calibration of so many labels says how often the judge is right (Rogan-Gladen).

${differences}

## Guaranteed thresholds

A risk of at most ${share(GUARANTEE.risk)} with a confidence of ${share(GUARANTEE.confidence)}: the true risk may be above in at most 10% of the worlds.

${guarantees}
`;
console.log(report);
writeFileSync(join(import.meta.dirname, 'trust.md'), report);
