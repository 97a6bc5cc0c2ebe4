import type { BatchStore } from '../../store/batches.ts';
import type { IntakeStore } from '../../store/intake.ts';
import type { WebhookStore } from '../../store/webhooks.ts';
import type { BreakUpNeeds } from './break-up.ts';
import { TURN_LEASE_MS } from './range-leases.ts';
import { resendLost } from './resend.ts';
import { sendOn } from './send-on.ts';

export interface SweepNeeds extends BreakUpNeeds {
  batches: BatchStore;
  webhooks: WebhookStore;
  intake: IntakeStore;
}

const MOST_RANGES = 500;
const MOST_PROJECTS = 100;
const MOST_DELIVERIES = 100;
const MOST_DELETED = 5;
const PURGES = 20;
const MOST_LEFTOVERS = 20;
const DELIVERY_LEASE_MS = 2 * 3_600_000;
const OPEN_MS = 7 * 24 * 3_600_000;

/**
 * Brings to an end what ended early: ranges and webhook deliveries whose message was lost are sent
 * again, ranges that wait are given their turn, batches that nobody will seal are ended, and what
 * was deleted is removed.
 */
export async function sweepBatches(services: SweepNeeds): Promise<void> {
  const nowMs = services.nowMs();
  const ended = await services.batches.endAbandoned(nowMs, nowMs - OPEN_MS);
  const lost = await services.turns.reclaimLost(nowMs, MOST_RANGES);
  await resendLost(lost, services);
  await giveTurns(nowMs, services);
  await resendDeliveries(nowMs, services);
  await removeUncommitted(services);
  await removeDeleted(services);
  services.log({ level: 'info', event: 'batches_swept', ended, lost: lost.length });
}

async function giveTurns(nowMs: number, services: SweepNeeds): Promise<void> {
  const { turns } = services;
  for (const projectId of await turns.waitingProjects(MOST_PROJECTS)) {
    const next = await turns.take(projectId, nowMs + TURN_LEASE_MS);
    await sendOn({ next, deliveryId: null }, services);
  }
}

async function resendDeliveries(nowMs: number, services: SweepNeeds): Promise<void> {
  const lost = await services.webhooks.reclaimLost(
    nowMs,
    nowMs + DELIVERY_LEASE_MS,
    MOST_DELIVERIES,
  );
  for (const deliveryId of lost) await sendOn({ next: [], deliveryId }, services);
}

async function removeUncommitted({ intake }: SweepNeeds): Promise<void> {
  for (const id of await intake.leftovers(MOST_LEFTOVERS)) await intake.clear(id);
}

async function removeDeleted({ batches }: SweepNeeds): Promise<void> {
  for (const id of await batches.deleted(MOST_DELETED)) {
    for (let slice = 0; slice < PURGES; slice += 1) {
      if (await batches.purge(id)) break;
    }
  }
}
