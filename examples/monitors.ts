/**
 * Monitors: a stream of scores gets worse with a release, and an alarm says since when, by how much and
 * why. With `npm run dev` in another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/monitors.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Assay } from '@assay/sdk';

const assay = new Assay();
const name = `shipping-${Date.now()}`;

const monitor = {
  where: { tags: [name] },
  scorer: 'contains',
  baseline: { mean: 0.95 },
  smallestEffect: 0.1,
  slices: ['language'],
};
await assay.monitors.create({ name, ...monitor });

/** Answers of an application, one in `failsEvery` of which lacks the price. */
async function answer(count: number, release: string, failsEvery: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const isWrong = i % failsEvery === failsEvery - 1;
    await assay.score({
      sample: {
        input: 'What does express shipping cost?',
        output: isWrong ? 'Please ask our support.' : 'Express shipping costs 12.90 EUR.',
        expected: '12.90 EUR',
      },
      scorers: ['contains'],
      tags: [name],
      metadata: { release, language: i % 3 === 0 ? 'de' : 'en' },
    });
  }
}

await answer(60, '1.4.0', 30);
await answer(40, '1.5.0', 2);

// What it would have said of the verdicts that are stored, at once.
const { matched, alarms } = await assay.monitors.preview({ monitor });
console.log(`The monitor would have raised ${alarms.length} alarm, from ${matched} verdicts.`);

// Live, verdicts reach it within a minute or two.
for (let tries = 0; tries < 100; tries += 1) {
  const [alarm] = (await assay.monitors.alarms(name)).items;
  if (alarm) {
    console.log(`${alarm.title}\n${alarm.summary}`);
    for (const { name: key, value, before, after } of alarm.causes) {
      console.log(`${key} ${value}: ${before?.toFixed(2) ?? 'new'} → ${after.toFixed(2)}`);
    }
    console.log(`see ${alarm.examples.map(({ id }) => id).join(', ')}`);
    break;
  }
  if (tries === 99) throw new Error('There was no alarm within 100 seconds.');
  await sleep(1_000);
}
await assay.monitors.delete(name);
