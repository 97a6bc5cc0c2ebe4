import type {
  ExperimentChange,
  ExperimentEstimate,
  ExperimentVariant,
  ExperimentVariantEstimate,
  JsonObject,
  Sample,
} from '@assay/schema/types.ts';
import type { Models } from '../../models/configure.ts';
import { costOf, type Price, priceOf } from '../../models/prices.ts';
import { mostUsage, outputLimit } from '../gateway/meter.ts';
import type { OpenPipeline } from '../gateway/pipelines/pipeline-cache.ts';
import { sentTexts } from '../gateway/texts.ts';
import type { Plan } from '../scoring/plan.ts';
import { chatBody } from './targets/request-body.ts';
import { sampleOf, type VariantSample } from './variables.ts';

/** What an experiment would ask, once it is known what its targets are. */
export interface Estimated {
  variants: readonly ExperimentVariant[];
  samples: readonly Sample[];
  repeats: number;
  concurrency: number;
  /** How many targets are asked at the same time. */
  lanes: number;
  seed: number;
  /** Of variants with changes, what they change by id of the sample. */
  changes: readonly ReadonlyMap<string, ExperimentChange>[];
  /** Of variants whose target is a pipeline. */
  pipelines: readonly (OpenPipeline | undefined)[];
  plan: Plan;
  /** Whether comparing repeats by meaning asks a model. */
  asksToCompare: boolean;
}

// Of texts in Latin script a token has about so many characters, and of an answer nobody limits it has
// about so many tokens: both are guesses, and said to be.
const CHARACTERS_A_TOKEN = 4;
const ANSWER_TOKENS = 500;

/**
 * What the answers would cost at list prices, by the length of the rendered prompts.
 *
 * @throws MissingVariable of a template
 */
export function estimate(given: Estimated, models: Models): ExperimentEstimate {
  const { samples, repeats, variants, plan } = given;
  const each = variants.map((variant, at) => estimateVariant(variant, at, given, models));
  const cells = variants.length * samples.length * repeats;
  const costUsd = each.every((one) => one.costUsd !== null)
    ? each.reduce((sum, one) => sum + (one.costUsd ?? 0), 0)
    : null;
  const judges = plan.scorers.filter(({ asksModels }) => asksModels).length;
  return {
    cells,
    variants: each,
    costUsd,
    judgeCalls: cells * judges + (given.asksToCompare ? cells - cells / repeats : 0),
    seconds: Math.ceil(cells / (given.concurrency * given.lanes)),
    notes: notesOf(each, given, judges),
  };
}

function estimateVariant(
  variant: ExperimentVariant,
  at: number,
  { samples, repeats, seed, changes, pipelines }: Estimated,
  models: Models,
): ExperimentVariantEstimate {
  const own = changes[at];
  const characters = samples.reduce((sum, sample) => {
    const body = chatBody(variant, sampleOf(sample, own?.get(sample.id ?? '')), seed);
    return sum + sentTexts(body).reduce((length, text) => length + text.length, 0);
  }, 0);
  const calls = samples.length * repeats;
  const usage = {
    inputTokens: Math.ceil((characters / CHARACTERS_A_TOKEN) * repeats),
    outputTokens: calls * answerTokens(variant.parameters),
  };
  const price = priceOfTarget(variant, pipelines[at], models);
  return {
    ...{ variant: variant.name, calls, ...usage },
    costUsd: price === undefined || saysItsCost(variant) ? null : costOf(usage, price),
  };
}

/** Whether it is an endpoint whose answers say what they cost: before the first, nobody knows. */
function saysItsCost({ target }: ExperimentVariant): boolean {
  return typeof target !== 'string' && target.response?.costUsd !== undefined;
}

function answerTokens(parameters: JsonObject = {}): number {
  return Math.round(outputLimit(parameters) ?? ANSWER_TOKENS);
}

/**
 * What one call is expected to cost, in US dollars: the most that it can where its answer is limited.
 * Undefined while nothing is known of it: of an endpoint that says what it costs, and of a pipeline
 * whose targets are free, for its judges need not be. Without a known price it counts as free.
 */
export function expectedCost(
  variant: ExperimentVariant,
  given: VariantSample,
  price: Price | undefined,
): number | undefined {
  const { target } = variant;
  if (typeof target !== 'string') return saysItsCost(variant) ? undefined : 0;
  if (price === undefined) return 0;
  const body = chatBody(variant, given, 0);
  const most = mostUsage(body);
  const isLimited = outputLimit(body) !== undefined;
  const costUsd = costOf({ ...most, ...(!isLimited && { outputTokens: ANSWER_TOKENS }) }, price);
  return costUsd === 0 && !target.includes('/') ? undefined : costUsd;
}

const FREE: Price = { input: 0, output: 0 };

/** Of a pipeline, that of its dearest target: which one answers is not known before. */
export function priceOfTarget(
  { target }: Pick<ExperimentVariant, 'target'>,
  pipeline: OpenPipeline | undefined,
  models: Models,
): Price | undefined {
  // What the endpoint charges is between it and its owner.
  if (typeof target !== 'string') return FREE;
  const asked = pipeline?.content.targets.map(({ model }) => model) ?? [target];
  const prices = asked.map((model) => {
    const provider = models.providers.get(model.slice(0, model.indexOf('/')));
    return provider?.isFree ? FREE : priceOf(model, models.prices);
  });
  if (prices.some((price) => price === undefined)) return undefined;
  return prices
    .flatMap((price) => price ?? [])
    .toSorted((a, b) => b.input + b.output - (a.input + a.output))[0];
}

function notesOf(
  each: readonly ExperimentVariantEstimate[],
  { variants }: Estimated,
  judges: number,
): string[] {
  const isEndpoint = variants.map(({ target }) => typeof target !== 'string');
  const unpriced = each
    .filter(({ costUsd }, i) => costUsd === null && !isEndpoint[i])
    .map(({ variant }) => variant);
  const paid = variants.filter(saysItsCost).map(({ name }) => name);
  const isAnyFree = variants.some((variant, i) => isEndpoint[i] && !saysItsCost(variant));
  return [
    'Tokens are estimated: a token for 4 characters of a prompt, and `max_tokens` or 500 for an answer.',
    ...(unpriced.length > 0
      ? [
          `No price is known for: ${unpriced.join(', ')}. Set ASSAY_PRICES to have it estimated and capped.`,
        ]
      : []),
    ...(paid.length > 0
      ? [
          `What these endpoints cost is not known before they answer: ${paid.join(', ')}. \`maxCostUsd\` limits it all the same.`,
        ]
      : []),
    ...(isAnyFree
      ? ['Calls of endpoints whose answers do not say what they cost count as free.']
      : []),
    ...(judges > 0 ? ['What judges cost comes on top, within the daily cap of the project.'] : []),
  ];
}
