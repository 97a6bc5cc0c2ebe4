/**
 * Who moved, the judge or the application? A monitor freezes verdicts that it has as anchors and judges them again
 * and again: when the answers get worse and the anchors do not, the application moved. A code scorer stands in for a
 * judge here, so that the program needs no model. With `npm run dev` in another terminal, and the two variables that
 * it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/monitor-anchors.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Assay } from '@assay/sdk';

const assay = new Assay();
const name = `refunds-${Date.now()}`;
const scorers = ['contains'];

/** Answers of an application, one in `failsEvery` of which lacks the number of days. */
async function answer(count: number, release: string, failsEvery: number): Promise<void> {
  const samples = Array.from({ length: count }, (_, i) => ({
    input: `Within how many days can I return order ${i}?`,
    output: i % failsEvery === 0 ? 'Please ask our support.' : `Order ${i}: within 30 days.`,
    expected: '30 days',
  }));
  for (let i = 0; i < count; i += 20) {
    const part = samples.slice(i, i + 20);
    await assay.score({ samples: part, scorers, tags: [name], metadata: { release } });
  }
}

await answer(100, '1.4.0', 20);
// `{}` freezes the newest verdicts that the monitor watches, with what was said of them.
await assay.monitors.create({
  ...{ name, where: { tags: [name] }, scorer: 'contains' },
  ...{ baseline: { mean: 0.95 }, smallestEffect: 0.1 },
  anchors: { verdicts: {}, scorers, every: 2 },
});
// Within a minute or two they are judged for the first time; what moves from then on can be told, once some answers
// have shown that nothing had moved before.
await until(async () => (await assay.monitors.get(name)).state.anchors?.status === 'watching');
await answer(100, '1.4.0', 20);
await answer(300, '1.5.0', 2);
await until(async () => {
  const { anchors } = (await assay.monitors.get(name)).state;
  const [alarm] = (await assay.monitors.alarms(name)).items;
  if (anchors?.moved !== 'application' || alarm === undefined) return false;
  console.log(`${alarm.title}\n${alarm.summary}`);
  const { judge, application } = anchors;
  console.log(
    `${anchors.anchors} frozen verdicts were judged ${anchors.judged} times: the judge moved by`,
  );
  console.log(`${judge?.value.toFixed(2)}, the application by ${application?.value.toFixed(2)}.`);
  return true;
});
await assay.monitors.delete(name);

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries === 200) throw new Error('It took longer than 200 seconds.');
    await sleep(1_000);
  }
}
