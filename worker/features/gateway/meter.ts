import type { GatewayReport, JsonObject, TokenUsage } from '@assay/schema/types.ts';
import { isJsonObject } from '../../core/json-object.ts';
import { ApiProblem } from '../../core/problem.ts';
import { readUsage, Usage } from '../../models/openai/usage.ts';
import { type Price, priceOf } from '../../models/prices.ts';
import { ModelError, type Provider } from '../../models/provider.ts';
import type { KeptAnswer } from '../../store/judge-cache.ts';
import { admit } from '../judging/admission.ts';
import { createBudget } from '../judging/budget.ts';
import { mostTokens } from '../judging/call-model.ts';
import { flush } from '../judging/flush.ts';
import type { Judging } from '../judging/judging-context.ts';
import { createModelUses } from '../judging/model-use.ts';
import { addSpent, NOTHING_SPENT, type OnSpent, type Spent } from '../judging/tally.ts';
import type { Spendable } from '../scoring/request-context.ts';
import { everythingIn, receivedTexts, sentTexts } from './texts.ts';

/** A model that a project may ask. */
export interface OpenModel {
  /** `provider/model`. */
  id: string;
  provider: Provider;
  /** The provider's own name of it. */
  name: string;
  price: Price | undefined;
}

/** What is known of a call at its end. */
export interface CallEnd {
  /** Undefined if the provider charges nothing, because it did not answer. */
  answer: JsonObject | undefined;
  isFailed?: boolean;
}

/** The models of one request, within the project's allow-list and daily cap. */
export interface Meter {
  /** @throws ApiProblem if the project may not ask the model */
  open(model: string): OpenModel;
  /**
   * Reserves the most that a call can cost.
   *
   * @returns ends the call, and charges what it used
   * @throws ApiProblem `budget_exceeded`
   */
  reserve(model: OpenModel, body: JsonObject): Promise<(end: CallEnd) => void>;
  /** Adds what a judge or an embedding model took that a step asked, which pays for itself. */
  judged: OnSpent;
  /** What the calls of targets used, and their price; null if it is unknown. */
  generated(): { usage: TokenUsage; costUsd: number | null };
  /** What all of it cost. */
  total(): Pick<GatewayReport, 'usage' | 'costUsd' | 'judgeCostUsd' | 'isCostExact'>;
  /** What was spent so far, for a verdict that it is to be counted with. */
  forVerdict: Spendable;
  /** Writes what was spent and is not counted with a verdict. Never throws. */
  flush(): Promise<void>;
}

const FREE = { input: 0, output: 0 };

/** @param takeAnswers the answers to keep with what was spent */
export async function openMeter(
  projectId: string,
  takeAnswers: () => readonly KeptAnswer[],
  judging: Judging,
): Promise<Meter> {
  const { settingsCache, spend, models, nowMs } = judging;
  const settings = await settingsCache.get(projectId);
  const budget = createBudget(spend, projectId, settings.dailyCapUsd, nowMs());
  const uses = createModelUses();
  let spent: Spent = NOTHING_SPENT;
  let judged: Spent = NOTHING_SPENT;
  let isPriced = true;
  let areJudgesPriced = true;
  const priceFor = (model: string, provider: Provider | undefined) =>
    provider?.isFree ? FREE : priceOf(model, models.prices);

  return {
    open(model) {
      const { refused } = admit(model, undefined, settings, models);
      if (refused) throw notOpen(refused.code, refused.reason);
      const slash = model.indexOf('/');
      const provider = models.providers.get(model.slice(0, slash));
      if (provider === undefined) throw new ApiProblem('model_not_found');
      const price = priceFor(model, provider);
      return { id: model, provider, name: model.slice(slash + 1), price };
    },

    async reserve({ id, price }, body) {
      const most = settings.dailyCapUsd === null ? NOTHING_SPENT.usage : mostUsage(body);
      const reservation = await budget.reserve(id, price, most).catch((cause: unknown) => {
        if (!(cause instanceof ModelError)) throw cause;
        throw new ApiProblem('budget_exceeded', { detail: cause.message });
      });
      return ({ answer, isFailed = false }) => {
        const counted = answer && usageOf(body, answer);
        const costUsd = reservation.end(counted?.usage);
        const own = counted ? { ...counted, costUsd } : NOTHING_SPENT;
        spent = addSpent(spent, own);
        if (counted !== undefined && price === undefined) isPriced = false;
        if (isFailed) uses.failed(id, own);
        else uses.answered(id, versionOf(answer), own);
      };
    },

    judged(own, model = '') {
      judged = addSpent(judged, own);
      const { inputTokens, outputTokens } = own.usage;
      const provider = models.providers.get(model.slice(0, model.indexOf('/')));
      const isUsed = inputTokens + outputTokens > 0;
      if (isUsed && priceFor(model, provider) === undefined) areJudgesPriced = false;
    },

    generated: () => ({ usage: spent.usage, costUsd: isPriced ? spent.costUsd : null }),

    total: () => ({
      usage: spent.usage,
      costUsd: isPriced && areJudgesPriced ? spent.costUsd + judged.costUsd : null,
      judgeCostUsd: areJudgesPriced ? judged.costUsd : null,
      isCostExact: isPriced && areJudgesPriced && !spent.usageEstimated && !judged.usageEstimated,
    }),

    forVerdict: {
      take() {
        // What a cap has set aside is released at once, not when a queue delivers.
        if (settings.dailyCapUsd !== null) return undefined;
        const spending = budget.takeSpending();
        const taken = uses.take();
        if (spending === undefined && taken.length === 0) return undefined;
        return { day: budget.day, spending, uses: taken };
      },
      putBack({ spending, uses: taken }) {
        if (spending) budget.putBack(spending);
        uses.putBack(taken);
      },
    },

    flush: () => flush({ projectId, budget, uses, takeAnswers }, judging),
  };
}

function notOpen(code: string, detail: string): ApiProblem {
  switch (code) {
    case 'judge_unconfigured':
      return new ApiProblem('models_unconfigured');
    case 'judge_unknown_model':
      return new ApiProblem('model_not_found', { detail });
    default:
      return new ApiProblem('model_not_allowed', { detail });
  }
}

// What a request without a limit is taken to ask for: few models write more in one answer.
const UNLIMITED_OUTPUT = 16_384;

// What an image or a file is taken to be, which is not text.
const MEDIA_TOKENS = 2_000;

/** The most that a request can use, whichever of its limits the provider minds. */
export function mostUsage(body: JsonObject): TokenUsage {
  const answers = Math.max(1, Number(body.n) || 1);
  const { texts, media } = everythingIn(body);
  return {
    inputTokens: mostTokens(texts) + media * MEDIA_TOKENS,
    outputTokens: (outputLimit(body) ?? UNLIMITED_OUTPUT) * answers,
  };
}

/** Tokens that one answer to a request may have; undefined if it does not limit them. */
export function outputLimit(body: JsonObject): number | undefined {
  const { max_completion_tokens, max_output_tokens, max_tokens } = body;
  // Some providers read numbers that are written as texts.
  const limits = [max_completion_tokens, max_output_tokens, max_tokens]
    .map((limit) => (limit == null ? Number.NaN : Number(limit)))
    .filter((limit) => limit > 0);
  return limits.length === 0 ? undefined : Math.max(...limits);
}

/** What a call used: by the provider's count, or by Assay's where it gives none. */
function usageOf(body: JsonObject, answer: JsonObject) {
  const given = Usage.parse(answer.usage);
  const isCounted = given != null && Object.values(given).some((count) => count != null);
  const exchange = isCounted
    ? { sent: [], received: [] }
    : { sent: sentTexts(body), received: receivedTexts(answer) };
  const { usage, usageEstimated } = readUsage(given, exchange);
  // Providers that do not count say so, where Assay counts in their place.
  const isEstimated = isJsonObject(answer.usage) && answer.usage.estimated === true;
  return { usage, usageEstimated: usageEstimated || isEstimated || !isCounted };
}

function versionOf(answer: JsonObject | undefined): string | null {
  const { model, system_fingerprint: print } = answer ?? {};
  const parts = [model, print].filter((part) => typeof part === 'string' && part !== '');
  return parts.length > 0 ? parts.join(' ').slice(0, 200) : null;
}
