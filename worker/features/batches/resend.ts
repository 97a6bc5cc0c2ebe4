import type { RangeReference } from '../../store/range-queue.ts';
import type { LostRange } from '../../store/range-turns.ts';
import { type BreakUpNeeds, breakUp } from './break-up.ts';
import { giveUp } from './range-results.ts';
import { sendOn } from './send-on.ts';

/** Ranges whose messages were lost so often, for two weeks in all, end: no queue keeps one for longer. */
const MOST_LOSSES = 120;

/** Sends a range again whose message came to nothing. */
export async function resend(range: RangeReference, services: BreakUpNeeds): Promise<void> {
  const lost = await services.turns.countLoss(range, services.nowMs());
  if (lost) await resendLost([lost], services);
}

/** The same for ranges counted as lost; those whose consumer was lost, not the message, are broken up. */
export async function resendLost(
  lost: readonly LostRange[],
  services: BreakUpNeeds,
): Promise<void> {
  const again: LostRange[] = [];
  for (const range of lost) {
    if (!(await endOrBreakUp(range, services))) again.push(range);
  }
  await sendOn({ next: again, deliveryId: null }, services);
}

async function endOrBreakUp(lost: LostRange, services: BreakUpNeeds): Promise<boolean> {
  const { ranges, nowMs } = services;
  if (lost.deaths === 0 && lost.losses < MOST_LOSSES) return false;
  const range = await ranges.open(lost);
  if (range === undefined) return true;
  if (lost.deaths > 0) return breakUp(range, services);
  await sendOn(await ranges.write(giveUp(range, nowMs())), services);
  return true;
}
