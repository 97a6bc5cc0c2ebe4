import type { TokenUsage } from '@assay/schema/types.ts';
import { priceOf } from '../../models/prices.ts';
import { ModelError, type Provider } from '../../models/provider.ts';
import { CallFailed, toFailure } from './call-failed.ts';
import { reserveCall } from './call-reservations.ts';
import { sendHedged } from './hedge.ts';
import type { Judging, JudgingContext } from './judging-context.ts';
import { versionIn } from './model-use.ts';
import { retry } from './retry.ts';
import { createTally, type OnSpent, type Spent } from './tally.ts';

/** One call of a model, whatever it is asked for. */
export interface ModelCall<Answer> {
  /** `provider/model`. */
  model: string;
  /** The most tokens that it can use, which the budget must allow. */
  most: TokenUsage;
  /** How long all attempts may take together, in milliseconds. */
  limitMs: number;
  /** Milliseconds after which it is sent a second time; undefined for never. */
  hedgeAfterMs?: number | undefined;
  /**
   * @param name the provider's own name of the model
   * @param previous why the attempt before this one failed
   */
  send(
    provider: Provider,
    name: string,
    signal: AbortSignal,
    previous: ModelError | undefined,
  ): Promise<Answer>;
}

/** An answer with the total of all attempts, failed ones too. */
export type Called<Answer> = Answer & Spent & { latencyMs: number };

/**
 * Calls a model within the budget: reserves, sends, retries, and charges what each attempt used.
 *
 * @param onSpent called once, also when all attempts failed @throws CallFailed with the cost of the
 *   failed attempts
 */
export async function callModel<Answer extends Charge>(
  { model, most, limitMs, hedgeAfterMs, send }: ModelCall<Answer>,
  context: JudgingContext,
  onSpent: OnSpent,
): Promise<Called<Answer>> {
  const { budget, connections, uses, nowMs, signal } = context;
  const startedAtMs = nowMs();
  const tally = createTally();
  try {
    const { provider, name } = findProvider(model, context);
    const price = provider.isFree ? FREE : priceOf(model, context.models.prices);

    const attempt = async (limited: AbortSignal, previous: ModelError | undefined) => {
      const reserve = () => budget.reserve(model, price, most);
      const reservations = await reserveCall(reserve, hedgeAfterMs);
      let charge: Charge | undefined;
      try {
        const sendOnce = (own: AbortSignal, onSent: () => void) =>
          connections(own, () => {
            onSent();
            return send(provider, name, own, previous);
          });
        const answer = await sendHedged(sendOnce, limited, reservations.hedge);
        charge = answer;
        return answer;
      } catch (cause) {
        if (cause instanceof ModelError) charge = chargeOf(cause);
        throw cause;
      } finally {
        const spent = await reservations.end(charge?.usage);
        tally.add({ ...spent, usageEstimated: charge?.usageEstimated ?? false });
      }
    };
    const answer = await retry(attempt, signal, limitMs, context);
    uses.answered(model, versionIn(answer), tally.total());
    return { ...answer, ...tally.total(), latencyMs: nowMs() - startedAtMs };
  } catch (cause) {
    uses.failed(model, tally.total());
    throw new CallFailed({ ...toFailure(model, cause), ...tally.total() });
  } finally {
    onSpent(tally.total(), model);
  }
}

/** What a provider charges for, by its own count or by Assay's. */
interface Charge {
  usage: TokenUsage;
  usageEstimated: boolean;
}

function chargeOf({ usage, usageEstimated }: ModelError): Charge | undefined {
  return usage && { usage, usageEstimated };
}

const FREE = { input: 0, output: 0 };

function findProvider(model: string, { models }: Judging): { provider: Provider; name: string } {
  const slash = model.indexOf('/');
  const provider = models.providers.get(model.slice(0, slash));
  if (provider) return { provider, name: model.slice(slash + 1) };
  throw new ModelError('judge_unknown_model', `The provider of ${model} is not configured.`);
}

const encoder = new TextEncoder();

/** More tokens than texts can have: no tokeniser makes more of a text than it has bytes. */
export function mostTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + encoder.encode(text).length, 0);
}
