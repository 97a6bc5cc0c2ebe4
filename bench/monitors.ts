/**
 * `npm run bench:monitors`: seeded streams whose truth is known. How long detectors run until a false
 * alarm, how soon they find a change, whether what is said of it is so, and who moved. Writes
 * bench/monitors.md. See README.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_ANCHORS, DEFAULT_EVERY } from '../worker/core/monitoring/anchor-turn.ts';
import { REFERENCE_DRAWS } from '../worker/core/monitoring/anchor-watch.ts';
import { CHANGE_AT, type Density, KINDS, liveThrough } from './monitors/attribution.ts';
import { CAUSES, measureCauses } from './monitors/causes.ts';
import { measureChanges } from './monitors/changes.ts';
import { COUNTERPARTS, type Counterpart } from './monitors/counterparts.ts';
import { measureDelay, measureRunLength, ours, type Simulation } from './monitors/delays.ts';
import { STREAMS } from './monitors/streams.ts';
import { tableOf, verdictOn } from './print.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const streams = values.quick ? 60 : 300;
const worlds = values.quick ? 10 : 50;

const TARGET = 1_000;
const CUT = 10;
const SMALLEST = 0.05;
const SHIFTS = [-0.05, -0.1, -0.2];
/** What a monitor has that names anchors and nothing else. */
const ATTRIBUTION: Density = {
  every: DEFAULT_EVERY,
  anchors: DEFAULT_ANCHORS,
  draws: REFERENCE_DRAWS,
};
/** Beside it: verdicts that were frozen, and fewer anchors. */
const OTHERS: readonly (Density & { name: string })[] = [
  { ...ATTRIBUTION, draws: 1, name: 'frozen verdicts' },
  { ...ATTRIBUTION, anchors: 400, name: 'a data set' },
  { ...ATTRIBUTION, anchors: 200, name: 'a data set' },
];

const percent = (share: number) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)}%` : '');
const whole = (value: number) => (Number.isFinite(value) ? value.toFixed(0) : '');
const say = (text: string) => console.error(`${new Date().toISOString()} ${text}`);
const [PASSES] = STREAMS;
if (PASSES === undefined) throw new Error('No streams.');

const runLengths = tableOf(
  ['stream', 'baseline', 'mean run', 'alarm before 1,000', ''],
  STREAMS.flatMap((kind, i) =>
    [50, 200, 1_000].map((baseline) => {
      say(`run length: ${kind.name}, ${baseline}`);
      const simulation = { kind, baseline, streams, seed: 100 * i + baseline };
      const found = measureRunLength(ours(TARGET, SMALLEST), simulation, {
        target: TARGET,
        cut: CUT,
      });
      return [
        kind.name,
        String(baseline),
        whole(found.mean),
        percent(found.early),
        verdictOn(found.mean >= TARGET),
      ];
    }),
  ),
);

/** Of a counterpart's settings, the first that runs as long as asked for. */
function tuned({ settings }: (typeof COUNTERPARTS)[number], simulation: Simulation) {
  for (const each of settings) {
    const run = measureRunLength(each.detector, simulation, { target: TARGET, cut: CUT });
    if (run.mean >= TARGET) return { ...each, run };
  }
  return null;
}

const contestants = (): { name: string; detector: Counterpart }[] => {
  const simulation = { kind: PASSES, baseline: 500, streams: Math.ceil(streams / 3), seed: 5 };
  return [
    { name: `e-detector, run length ${TARGET}`, detector: ours(TARGET, SMALLEST) },
    ...COUNTERPARTS.flatMap((counterpart) => {
      say(`tuning ${counterpart.name}`);
      const found = tuned(counterpart, simulation);
      const { usual, name } = counterpart;
      return [
        { name: `${name}, ${usual.setting}`, detector: usual.detector },
        ...(found === null
          ? []
          : [{ name: `${name}, tuned: ${found.setting}`, detector: found.detector }]),
      ];
    }),
  ];
};
const delays = tableOf(
  [
    'detector',
    'mean run, passes .8',
    'mean run, correlated .3',
    'alarm before the change',
    ...SHIFTS.map((shift) => `${shift}: median`),
    ...SHIFTS.map((shift) => `${shift}: found`),
  ],
  contestants().map(({ name, detector }) => {
    say(`delay: ${name}`);
    const simulation = { kind: PASSES, baseline: 500, streams, seed: 31 };
    const run = (kind: Simulation['kind']) =>
      measureRunLength(
        detector,
        { ...simulation, kind, streams: Math.ceil(streams / 3) },
        {
          target: TARGET,
          cut: CUT,
        },
      ).mean;
    const found = SHIFTS.map((shift) => measureDelay(detector, simulation, shift));
    return [
      name,
      whole(run(PASSES)),
      whole(run(STREAMS[4] ?? PASSES)),
      percent(found[0]?.falseAlarms ?? Number.NaN),
      ...found.map(({ median }) => (median > 4_000 ? 'over 4000' : whole(median))),
      ...found.map((each) => percent(each.found)),
    ];
  }),
);

const changes = tableOf(
  [
    'stream',
    'change',
    'window covers',
    'values wide',
    'effect covers',
    'wide',
    'estimate behind',
    '',
  ],
  STREAMS.flatMap((kind, i) =>
    [-0.1, -0.2].map((shift) => {
      say(`change: ${kind.name}, ${shift}`);
      const simulation = { kind, baseline: 500, streams, seed: 900 + i };
      const found = measureChanges(simulation, shift);
      return [
        kind.name,
        String(shift),
        percent(found.window),
        whole(found.windowValues),
        percent(found.effect),
        found.effectWidth.toFixed(3),
        whole(found.behind),
        verdictOn(Math.min(found.window, found.effect) >= 0.95 - 3 * Math.sqrt(0.0475 / streams)),
      ];
    }),
  ),
);

const causes = tableOf(
  ['what happens', 'cause', 'alarms', 'named', 'others named an alarm', 'share of the shift'],
  CAUSES.map((kind, i) => {
    say(`cause: ${kind.name}`);
    const found = measureCauses(kind, Math.ceil(streams / 2), 50 + i);
    return [
      kind.name,
      kind.cause ?? 'none',
      String(found.alarms),
      percent(found.right),
      found.wrong.toFixed(2),
      kind.cause === null ? '' : percent(found.share),
    ];
  }),
);

function worldsOf(kind: (typeof KINDS)[number], density: Density) {
  say(`who moved: ${kind.name}, ${density.anchors} anchors, ${density.draws} draws`);
  return Array.from({ length: worlds }, (_, world) =>
    liveThrough(kind, density, 1_000 * world + 7),
  );
}

const attributed = KINDS.map((kind) => {
  const found = worldsOf(kind, ATTRIBUTION);
  const right = found.filter(({ moved }) => moved === kind.moved).length;
  const sum = (of: (world: (typeof found)[number]) => number) =>
    found.reduce((total, world) => total + of(world), 0);
  const cost = sum(({ anchorCalls }) => anchorCalls);
  const middle = found.map(({ values: after }) => after).sort((a, b) => a - b)[worlds >> 1] ?? 0;
  const others = found.filter(({ moved }) => moved !== kind.moved).map(({ moved }) => moved);
  return {
    kind,
    right,
    others,
    middle,
    share: cost / (cost + sum(({ streamCalls }) => streamCalls)),
  };
});
const allRight = attributed.reduce((sum, { right }) => sum + right, 0) / (KINDS.length * worlds);
const who = tableOf(
  ['world', 'right', 'otherwise', 'values to the answer', 'anchors’ share of judge calls'],
  attributed.map(({ kind, right, others, middle, share }) => [
    kind.name,
    `${right} of ${worlds}`,
    others.join(', '),
    kind.moved === 'none' ? '' : String(middle),
    percent(share),
  ]),
);

/** Judge calls that the references and the baseline take, once. */
const startCalls = ({ anchors, draws }: Density) => anchors * (draws === 1 ? 1 : draws + 1);

const beside = tableOf(
  ['anchors', 'of', 'judge calls to begin with', 'right', ...KINDS.map(({ name }) => name)],
  OTHERS.map((density) => {
    const rights = KINDS.map(
      (kind) => worldsOf(kind, density).filter(({ moved }) => moved === kind.moved).length,
    );
    const right = rights.reduce((sum, count) => sum + count, 0) / (KINDS.length * worlds);
    return [
      ...[String(density.anchors), density.name, startCalls(density).toLocaleString('en')],
      ...[percent(right), ...rights.map((count) => `${count} of ${worlds}`)],
    ];
  }),
);

/** Anchors that are judged for the first time before, during and after the change. */
const LEARNED = [
  { from: CHANGE_AT - 600, until: CHANGE_AT - 400 },
  { from: CHANGE_AT - 200, until: CHANGE_AT },
  { from: CHANGE_AT - 300, until: CHANGE_AT + 100 },
  { from: CHANGE_AT - 100, until: CHANGE_AT + 300 },
  { from: CHANGE_AT + 20, until: CHANGE_AT + 30 },
];
const lateKinds = KINDS.filter(({ moved }) => moved !== 'none');
const late = LEARNED.map((learned) => {
  const found = lateKinds.flatMap((kind) =>
    worldsOf(kind, { ...ATTRIBUTION, learned }).map(({ moved }) => ({ moved, truth: kind.moved })),
  );
  const count = (is: (one: (typeof found)[number]) => boolean) => found.filter(is).length;
  const right = count(({ moved, truth }) => moved === truth);
  const undecided = count(({ moved }) => moved === 'undecided');
  return { learned, of: found.length, right, undecided, wrong: found.length - right - undecided };
});
const lateTable = tableOf(
  ['first judged, in values after the change', 'worlds', 'right', 'undecided', 'wrong'],
  late.map(({ learned: { from, until }, of, ...counts }) => [
    `${from - CHANGE_AT} to ${until - CHANGE_AT}`,
    ...[of, counts.right, counts.undecided, counts.wrong].map(String),
  ]),
);
const lateWrong = late.reduce((sum, { wrong, of }) => sum + wrong / of, 0) / late.length;

const report = `# Monitors, measured

\`npm run bench:monitors\`: seeded streams whose truth is known. \`--quick\` takes a fifth of them.

## False alarms

Streams without drift, ${streams} a row, with a run length of ${TARGET.toLocaleString('en')} and a smallest effect of ${SMALLEST}. The baseline is as many values of the same stream. Runs are cut at ${(CUT * TARGET).toLocaleString('en')}; the mean must be at least the run length.

${runLengths}

Neither correlation nor the spread is told to the detector: it measures both on the baseline.

## Delay

Passes of .8, a baseline of 500, then 500 values, then a lower share; ${streams} streams a change. Values after the change until the alarm, in streams without an alarm before, and the share with an alarm within 4,000. Counterparts see the same values, at the settings people use and at the first of seven settings that runs for ${TARGET.toLocaleString('en')} values on these very streams: nobody has drift-free streams to tune them on, so this is the best they can do. The second run length is theirs where each value repeats the one before in 3 cases of 10.

${delays}

## What is said of a change

At the moment of an alarm (run length 50,000, baseline 500, change after 700 values), ${streams} streams a row: whether the window of the change point and the interval of the effect, both at 95%, have the truth in them.

${changes}

## Causes

Streams with a language, a release and one of 500 users as traits. How many alarms name the cause, and how many name others.

${causes}

## Who moved

${KINDS.length * worlds} worlds: an application that passes .85, watched with a baseline of 500; a judge that says otherwise in 3% of repeats. After 1,000 values something moves. The anchors are those of a monitor that names a data set and nothing else: ${ATTRIBUTION.anchors}, each judged ${ATTRIBUTION.draws} times for its reference and once for the baseline, then one after every ${ATTRIBUTION.every} values; after an alarm, all once. A judge that drifts changes its mind about certain answers, not at random: its anchors are wrong for good. Answers are awaited for 2,000 values after an alarm.

${who}

Right in ${percent(allRight)} (target 95%: ${verdictOn(allRight >= 0.95)}). The share of calls is that until the answer; without an alarm it is one in ${ATTRIBUTION.every + 1}. References and baseline take ${startCalls(ATTRIBUTION).toLocaleString('en')} calls once, which the share leaves out.

In the same worlds with other anchors. A frozen verdict has its reference from what the judge said then, one score instead of the mean of ${ATTRIBUTION.draws}, and needs no call for it:

${beside}

The worlds in which something moves, with anchors whose references and baseline are judged while it happens. What the judge said before is then not known, or in part, and nobody must be blamed for it:

${lateTable}

Wrong in ${percent(lateWrong)} (at most 5%: ${verdictOn(lateWrong <= 0.05)}).
`;
console.log(report);
if (values.write) writeFileSync(join(import.meta.dirname, 'monitors.md'), report);
