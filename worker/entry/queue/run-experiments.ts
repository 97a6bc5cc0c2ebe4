import { type AdvanceNeeds, advance } from '../../features/experiments/advance.ts';
import { HOLDER_LEASE_MS } from '../../features/experiments/leases.ts';
import { ExperimentMessage } from '../../store/experiment-queue.ts';
import { backoffSeconds } from './backoff.ts';

const MOST_DELAY_SECONDS = 300;
const HELD_SECONDS = Math.ceil(HOLDER_LEASE_MS / 1_000 / 3);

/** Takes experiments further. Each message is acknowledged on its own, once its step is done. */
export async function runExperiments(batch: MessageBatch, services: AdvanceNeeds): Promise<void> {
  await Promise.all(batch.messages.map((message) => runStep(message, services)));
}

async function runStep(message: Message, services: AdvanceNeeds): Promise<void> {
  const parsed = ExperimentMessage.safeParse(message.body);
  if (!parsed.success) {
    // Only this Worker writes to the queue, so this is an internal error: keep it visible.
    services.log({ level: 'error', event: 'experiment_message_malformed', messageId: message.id });
    message.ack();
    return;
  }
  const { experimentId, part } = parsed.data;
  try {
    const advanced = await advance(parsed.data, services);
    // A first delivery of an old message is a second one of a message that is being worked on.
    if (advanced === 'done' || message.attempts === 1) message.ack();
    else message.retry({ delaySeconds: HELD_SECONDS });
  } catch (cause) {
    const error = cause instanceof Error ? cause.name : 'unknown';
    services.log({ level: 'warn', event: 'experiment_not_advanced', experimentId, part, error });
    message.retry({ delaySeconds: backoffSeconds(message.attempts, MOST_DELAY_SECONDS) });
  }
}
