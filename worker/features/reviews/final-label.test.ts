import type { Label, LabelOrigin, LabelValue } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { estimable } from './estimable.ts';
import { finalLabel } from './final-label.ts';

const target = { verdictId: 'ver_1' };
let made = 0;

function label(
  by: string,
  value: LabelValue,
  origin: LabelOrigin = 'bulk',
  inclusionProbability: number | null = null,
): Label {
  made += 1;
  const id = `lbl_${String(made).padStart(26, '0')}`;
  return {
    ...{ id, question: 'q@1', target, value, by, comment: null, spans: [], origin },
    ...{ queue: null, inclusionProbability, revision: 1, createdAt: '2026-01-01T00:00:00.000Z' },
  };
}

test('an adjudication decides against any majority, the newest of several', () => {
  const labels = [
    label('anna', true),
    label('ben', true),
    label('cleo', false, 'adjudication'),
    label('dora', true, 'adjudication'),
    label('cleo', false, 'adjudication'),
  ];
  expect(finalLabel(labels)).toMatchObject({
    ...{ value: false, basis: 'adjudicated', isUnanimous: true },
    labels: [{ by: 'anna' }, { by: 'ben' }, { by: 'cleo' }, { by: 'dora' }],
  });
});

test('of a person the newest label counts, however it was given', () => {
  const labels = [label('anna', 1), label('ben', 2, 'review'), label('anna', 2, 'review')];
  expect(finalLabel(labels)).toMatchObject({ value: 2, basis: 'majority', isUnanimous: true });
});

test('half of the people are no majority', () => {
  const labels = [label('a', 1), label('b', 1), label('c', 2), label('d', 3)];
  expect(finalLabel(labels)).toMatchObject({ value: null, basis: null });
});

test('what was chosen, not drawn, enters no estimate', () => {
  const weight = (...labels: Label[]) => finalLabel(labels).weight;
  expect(weight(label('a', 1, 'review'))).toBeNull();
  expect(weight(label('a', 1, 'review', 0.2), label('b', 1, 'review', 0.2))).toBe(5);
  expect(weight(label('a', 1))).toBe(1);
  expect(weight(label('a', 1, 'bulk', 0.5))).toBe(2);
  // Found by a random draw too, whoever chose it besides.
  expect(weight(label('a', 1, 'review'), label('b', 1, 'review', 0.25))).toBe(4);
});

test('only targets with a final value and a weight are estimable', () => {
  const of = (...labels: Label[]) => ({ question: 'q@1', target, ...finalLabel(labels) });
  const drawn = of(label('a', true, 'review', 0.5));
  const chosen = of(label('a', true, 'review'));
  const open = of(label('a', true), label('b', false));
  expect(estimable([drawn, chosen, open])).toEqual([{ target, value: true, weight: 2 }]);
});
