import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

/** Four scorers that wait for their turns and do so much work each; the names of those that began. */
function beginFour(steps: number) {
  const pace = createPace();
  const begun: string[] = [];
  const done = ['a', 'b', 'c', 'd'].map(async (name) => {
    const turn = pace.turn();
    if (turn !== undefined) await turn;
    begun.push(name);
    pace.spend(steps);
  });
  return { begun, done };
}

/** Lets all go on that waits for nothing from outside. */
async function flushMicrotasks() {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

test('scorers that did little work begin without a pause', async () => {
  const { begun } = beginFour(1_000);
  await flushMicrotasks();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

test('after much work the next scorer waits for a pause, and the order stays', async () => {
  const { begun, done } = beginFour(50_000_000);
  await flushMicrotasks();
  expect(begun).toEqual(['a']);
  await Promise.all(done);
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

test('what else waits gets through between two scorers', async () => {
  const { begun, done } = beginFour(50_000_000);
  let begunBefore: string[] = [];
  await scheduler.wait(0).then(() => {
    begunBefore = [...begun];
  });
  await Promise.all(done);
  expect(begunBefore.length).toBeLessThan(begun.length);
});
