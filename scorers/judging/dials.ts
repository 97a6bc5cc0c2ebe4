import type { JsonObject } from '@assay/schema/types.ts';
import * as z from 'zod';

let made: ReturnType<typeof makeDials> | undefined;

/** The schema of what every judge scorer takes beside its own parameters, made when first asked for. */
export function dials() {
  made ??= makeDials();
  return made;
}

function makeDials() {
  const model = z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]{0,31}\/\S{1,160}$/,
      'must be `provider/model`, such as `local/qwen3`',
    );
  return z.strictObject({
    model: model
      .optional()
      .describe('The judge, as `provider/model`. Defaults to the judge of the deployment.'),
    fallback: z
      .array(model)
      .max(4)
      .optional()
      .describe('Fallback judges, in order, used if the first cannot answer.'),
    jury: z
      .array(model)
      .min(2)
      .max(9)
      .optional()
      .describe('Several judges instead of one; each is called `samples` times.'),
    samples: z
      .int()
      .min(1)
      .max(20)
      .default(1)
      .describe('Number of calls of each judge (self-consistency).'),
    combine: z
      .enum(['mean', 'majority'])
      .default('mean')
      .describe('How votes are combined: their mean, or the majority.'),
    logprobs: z
      .boolean()
      .default(false)
      .describe(
        'Weights the levels by their token probabilities (G-Eval). If the judge returns no probabilities, or the scorer has no levels, the judge is called 5 times instead of once, with a warning.',
      ),
    abstainBelow: z
      .union([
        z.number().min(0).max(1),
        z.strictObject({
          risk: z
            .number()
            .gt(0)
            .lt(1)
            .describe('Allowed share of wrong verdicts among those that are kept.'),
          confidence: z
            .number()
            .gt(0)
            .lt(1)
            .describe('Probability with which that holds, such as 0.9.'),
        }),
      ])
      .optional()
      .describe(
        'Abstain if the agreement of the votes is below this number. With `{ risk, confidence }`, abstain below the threshold that a calibration guarantees; without one, always.',
      ),
    cascade: z
      .strictObject({
        models: z
          .array(model)
          .min(1)
          .max(4)
          .describe('Judges to call next, one at a time, in this order.'),
        confidence: z
          .number()
          .min(0)
          .max(1)
          .describe('The next judge is called only while the confidence is below this.'),
      })
      .optional()
      .describe('Call a cheap judge first, and more expensive ones only if it is not confident.'),
    temperature: z
      .number()
      .min(0)
      .max(2)
      .optional()
      .describe('Defaults to 0, or to 0.7 if a judge is called several times.'),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 100)
      .optional()
      .describe(
        'Seed of the first vote; later votes count up from it. For models that support seeds.',
      ),
    maxOutputTokens: z
      .int()
      .min(256)
      .max(131_072)
      .optional()
      .describe(
        'Maximum tokens of an answer, including thinking. Defaults to 4,096, and to 16,384 in the retry of an answer that was cut off.',
      ),
    cache: z
      .enum(['use', 'refresh', 'off'])
      .default('use')
      .describe(
        '`use` reads and writes the answer cache, `refresh` calls the judge again and overwrites the cached answer, `off` bypasses the cache.',
      ),
  });
}

export type Dials = z.output<ReturnType<typeof makeDials>>;
export type DialShape = ReturnType<typeof makeDials>['shape'];

/** The faults of dials that each are right but do not go together. */
export function dialFaults(set: Dials): { path: PropertyKey[]; message: string }[] {
  const isOneVote = set.samples === 1 && set.jury === undefined && !set.logprobs;
  const faults: { path: PropertyKey[]; message: string }[] = [];
  if (set.model !== undefined && set.jury !== undefined) {
    faults.push({ path: ['model'], message: 'give either `model` or `jury`' });
  }
  for (const dial of ['abstainBelow', 'cascade'] as const) {
    if (set[dial] === undefined || !isOneVote) continue;
    // How far the votes agree is not what a guarantee goes by.
    if (dial === 'abstainBelow' && guaranteeIn(set) !== undefined) continue;
    const message = 'needs several votes: set `samples`, `jury` or `logprobs` too';
    faults.push({ path: [dial], message });
  }
  const first = set.jury ?? (set.model === undefined ? [] : [set.model]);
  // The same model asked the same again would only repeat its vote, and seem to agree.
  if (set.jury && new Set(set.jury).size < set.jury.length) {
    faults.push({
      path: ['jury'],
      message: 'names a model twice; use `samples` to call one several times',
    });
  }
  const further = set.cascade?.models ?? [];
  if (new Set([...first, ...further]).size < new Set(first).size + further.length) {
    faults.push({
      path: ['cascade', 'models'],
      message: 'names a model that is already used: each must be different',
    });
  }
  return faults;
}

/** What the verdicts of a judge are to be held to that are kept. */
export interface AskedGuarantee {
  risk: number;
  confidence: number;
}

/** The guarantee that parameters ask for, which a calibration gives; undefined where they ask none. */
export function guaranteeIn(params: object): AskedGuarantee | undefined {
  const asked: unknown = 'abstainBelow' in params ? params.abstainBelow : undefined;
  if (typeof asked !== 'object' || asked === null) return undefined;
  const { risk, confidence }: { risk?: unknown; confidence?: unknown } = asked;
  return typeof risk === 'number' && typeof confidence === 'number'
    ? { risk, confidence }
    : undefined;
}

/** Parameters without the guarantee that they ask for: those of the judge that is calibrated. */
export function withoutGuarantee(params: JsonObject): JsonObject {
  if (guaranteeIn(params) === undefined) return params;
  const { abstainBelow: _, ...rest } = params;
  return rest;
}

/** Every model that these dials may ask. */
export function modelsOf(set: Pick<Dials, 'model' | 'jury' | 'fallback' | 'cascade'>): string[] {
  const first = set.jury ?? (set.model === undefined ? [] : [set.model]);
  return [...new Set([...first, ...(set.fallback ?? []), ...(set.cascade?.models ?? [])])];
}
