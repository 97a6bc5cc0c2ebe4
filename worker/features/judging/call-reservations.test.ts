import { expect, test } from 'vitest';
import { reserveCall } from './call-reservations.ts';

const used = { inputTokens: 10, outputTokens: 1 };

/** Reservations that cost 1 with an answer, and tell how each was ended. */
function budgetOf(pauseMs = 0) {
  const ended: boolean[] = [];
  let reserved = 0;
  const reserve = async () => {
    reserved += 1;
    if (reserved > 1) await scheduler.wait(pauseMs);
    return {
      end: (usage: unknown) => {
        ended.push(usage !== undefined);
        return usage === undefined ? 0 : 1;
      },
    };
  };
  return { ended, reserve };
}

test('a call that was not hedged is paid once', async () => {
  const { ended, reserve } = budgetOf();
  const call = await reserveCall(reserve, 100);
  expect(await call.end(used)).toEqual({ usage: used, costUsd: 1 });
  expect(ended).toEqual([true]);
});

test('a hedged call is paid twice, one whose hedge was never sent once', async () => {
  const { ended, reserve } = budgetOf();
  const call = await reserveCall(reserve, 100);
  await call.hedge?.prepare();
  call.hedge?.onSent();
  await call.hedge?.prepare();
  expect(await call.end(used)).toEqual({
    usage: { inputTokens: 20, outputTokens: 2 },
    costUsd: 2,
  });
  expect(ended).toEqual([true, true, false]);
});

test('what is still being set aside when the answer comes is given back', async () => {
  const { ended, reserve } = budgetOf(30);
  const call = await reserveCall(reserve, 100);
  void call.hedge?.prepare();
  expect(await call.end(used)).toEqual({ usage: used, costUsd: 1 });
  expect(ended).toEqual([true, false]);
});
