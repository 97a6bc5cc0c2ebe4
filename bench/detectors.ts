/**
 * `npm run bench:detectors -- --data=FOLDER`: how well each detector does on labelled data, beside what
 * people use in JavaScript for the same. Writes bench/detectors.md. See README.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDataFolder } from './detectors/data-folder.ts';
import { escalationTable } from './detectors/escalation.ts';
import { harmlessTable } from './detectors/harmless.ts';
import { injectionTasks } from './detectors/injection.ts';
import { languageTable } from './detectors/language.ts';
import { type Measured, measure } from './detectors/measure.ts';
import { piiSpans, piiTasks } from './detectors/pii.ts';
import { refusalTasks } from './detectors/refusal.ts';
import { secretsTasks } from './detectors/secrets.ts';
import type { MakeTasks } from './detectors/task.ts';
import { toxicityTasks } from './detectors/toxicity.ts';
import { ungroundedTasks } from './detectors/ungrounded.ts';
import { tableOf } from './print.ts';

/** Every detector that is measured on labelled samples. */
const TASKS: readonly MakeTasks[] = [
  piiTasks,
  secretsTasks,
  injectionTasks,
  toxicityTasks,
  refusalTasks,
  ungroundedTasks,
];

const { values } = parseArgs({ options: { data: { type: 'string' } } });
const beside = join(import.meta.dirname, '..', '..', 'shared', 'data');
const data = openDataFolder(values.data ?? beside);

const measured: Measured[] = [];
for (const task of TASKS.flatMap((make) => make(data))) measured.push(...(await measure(task)));

const number = (value: number) => (Number.isFinite(value) ? value.toFixed(3) : '');
const quality = tableOf(
  [
    'detector',
    'source',
    'samples',
    'positive',
    'precision',
    'recall',
    'F1',
    'false positives',
    'ROC AUC',
    'calibration error',
    'µs per call',
  ],
  measured.map((each) => [
    each.what,
    each.source,
    String(each.samples),
    String(each.positives),
    number(each.quality.precision),
    number(each.quality.recall),
    number(each.quality.f1),
    number(each.quality.falsePositives),
    number(each.quality.rocAuc),
    number(each.quality.calibrationError),
    each.microsecondsPerCall.toFixed(0),
  ]),
);

const page = `<!-- Made by \`npm run bench:detectors\`. -->

# Quality of the detectors

What is measured and how: [README.md](README.md). Libraries beside a detector are on the same samples; most say only
yes or no, so that their ROC AUC has one point. A detector flags a sample with a certainty above 0.5.

${quality}

## Personal data by kind

A span counts as found where one of its kind covers at least half of the union of both.

${piiSpans(data)}

## Languages

Texts in languages that \`language\` knows. Norwegian in both forms counts as one language, and so do Malay and
Indonesian, Croatian and Bosnian, for all libraries.

${languageTable(data)}

## Harmless texts

The share that each detector flags, as it is set unless told otherwise.

${harmlessTable(data)}

## Calls of a judge that a detector saves

The guard asks a judge only where a detector is unsure (\`escalate\`). The judge here is scripted: right on 95 % of the
samples. Shown is the narrowest band of values in which detector and judge together are right as often as the judge
alone, and how many of the samples are in it.

${escalationTable(data)}
`;
writeFileSync(join(import.meta.dirname, 'detectors.md'), page);
console.log(page);
