/**
 * Schedules: a data set is scored every night, compared with the night before, and a fall raises an alert.
 * With `npm run dev` in another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/schedules.ts
 */
import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { Assay, type ScheduleRun } from '@assay/sdk';

const assay = new Assay();
const name = `support-${Date.now()}`;

/** What the application answers today: in your project, a job would write these. */
const answered = (right: number) =>
  Array.from({ length: 10 }, (_, i) => ({
    id: `question-${i}`,
    sample: {
      input: `What does parcel ${i} cost?`,
      output: i < right ? `It costs ${i + 4} EUR.` : 'Please ask our support.',
      expected: `${i + 4} EUR`,
    },
  }));
await assay.datasets.create({ name, items: answered(10) });

const schedule = await assay.schedules.create({
  ...{ name, cron: '30 2 * * 1-5', timeZone: 'Europe/Berlin' },
  run: { kind: 'batch', dataset: name, scorers: ['contains'], gate: { maxRegression: 0.1 } },
});
console.log('due', schedule.next.join(', '));

// Nobody waits for half past two: a schedule is also run by hand.
const first = await runNow();
assert.equal(first.outcome, 'passed');

await assay.datasets.addVersion(name, { items: answered(3) });
const second = await runNow();
assert.equal(second.outcome, 'failed');

const [alert] = (await assay.alerts.list({ status: 'open', source: `schedule:${name}` })).items;
console.log(`${alert?.severity}: ${alert?.title}. ${alert?.summary}`);
assert.ok(alert, 'a gate that fails raises an alert');

await assay.alerts.resolve(alert.id);
await assay.schedules.delete(name);

/** Runs the schedule, and waits for the end of the run: it starts within a minute. */
async function runNow(): Promise<ScheduleRun> {
  const { id } = await assay.schedules.run(name);
  for (let tries = 0; tries < 100; tries += 1) {
    const runs = await assay.schedules.runs(name);
    const run = runs.items.find((each) => each.id === id);
    if (run?.status === 'completed' || run?.status === 'failed') {
      console.log(run.outcome ?? run.status, run.path, run.reasons.join(' '));
      return run;
    }
    await sleep(1_000);
  }
  throw new Error('The run did not end within 100 seconds.');
}
