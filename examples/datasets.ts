/**
 * A data set and its versions: labelled items are saved, scored, corrected and scored again; what failed
 * becomes a data set of its own. With `npm run dev` in another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/datasets.ts
 */
import { Assay, type DatasetItem } from '@assay/sdk';

const assay = new Assay();
const name = `shipping-${Date.now()}`;

const items: DatasetItem[] = [
  item('express', 'What does express shipping cost?', 'It is 9.90 EUR.', '12.90 EUR', false),
  item('standard', 'What does standard shipping cost?', 'It is 4.90 EUR.', '4.90 EUR', true),
  item('returns', 'What does a return cost?', 'Returns are free.', 'free', true),
];

function item(id: string, input: string, output: string, expected: string, isRight: boolean) {
  const labels = [{ question: 'right', value: isRight, by: 'anna' }];
  return { id, sample: { input, output, expected }, labels, split: 'test' };
}

// A version, and the same items again: nothing is added.
const first = await assay.datasets.push(name, items, { description: 'Questions about shipping' });
const again = await assay.datasets.push(name, items.toReversed());
console.log(`${name}@${first.version}: ${first.counts.items} items, ${first.hash.slice(0, 12)}`);
console.log(`pushed again: still version ${again.version}`);

// A change: one item is replaced, one is removed.
const fixed = item(
  'express',
  'What does express shipping cost?',
  'It is 12.90 EUR.',
  '12.90 EUR',
  true,
);
const second = await assay.datasets.push(name, [fixed, { id: 'returns', remove: true }], {
  base: first.version,
});
const [before, after] = [`${name}@${first.version}`, `${name}@${second.version}`];
for await (const { id, change, fields } of assay.datasets.changes(after, before)) {
  console.log(`  ${change} ${id} ${fields.join(' ')}`);
}

// Both versions scored, and compared item by item.
const scorers = ['contains'];
const [one, two] = [
  await assay.batches.createFrom(before, { scorers }),
  await assay.batches.createFrom(after, { scorers }),
];
for (const { id } of [one, two]) await assay.batches.wait(id);
const { pairs } = await assay.batches.compare(two.id, one.id);
console.log(`${pairs} items are in both versions`);

// What failed becomes a data set of its own.
const from = { batch: { id: one.id, failed: 'contains' } };
const failures = await assay.datasets.create({ name: `${name}-failures`, from });
for await (const { id } of assay.datasets.items(failures.name)) console.log(`  failed: ${id}`);
