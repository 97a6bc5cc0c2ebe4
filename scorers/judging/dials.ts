import * as z from 'zod';

const model = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}\/\S{1,160}$/, 'must be `provider/model`, such as `local/qwen3`');

/** What every judge scorer takes beside its own parameters. */
export const dials = z.strictObject({
  model: model
    .optional()
    .describe('The judge, as `provider/model`; the deployment’s own when left out.'),
  fallback: z
    .array(model)
    .max(4)
    .optional()
    .describe('Judges to turn to, in order, when the first cannot answer.'),
  jury: z
    .array(model)
    .min(2)
    .max(9)
    .optional()
    .describe('Several judges in place of one, each asked `samples` times.'),
  samples: z
    .int()
    .min(1)
    .max(20)
    .default(1)
    .describe('How often each judge is asked (self-consistency).'),
  combine: z
    .enum(['mean', 'majority'])
    .default('mean')
    .describe('What several votes come to: their mean, or the value most of them gave.'),
  logprobs: z
    .boolean()
    .default(false)
    .describe(
      'Weigh the levels by the probability the judge gave each (G-Eval). Where the judge gives no probabilities, or the scorer has no levels, it is asked 5 times in place of once, with a warning.',
    ),
  abstainBelow: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Abstain when the votes agree less than this.'),
  cascade: z
    .strictObject({
      models: z
        .array(model)
        .min(1)
        .max(4)
        .describe('Judges to ask next, one at a time, in this order.'),
      confidence: z
        .number()
        .min(0)
        .max(1)
        .describe('The next judge is asked only while the confidence is below this.'),
    })
    .optional()
    .describe('Ask a cheap judge first, and dearer ones only where it is not sure.'),
  temperature: z
    .number()
    .min(0)
    .max(2)
    .optional()
    .describe('0 when left out, 0.7 when a judge is asked several times.'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 100)
    .optional()
    .describe('Seed of the first vote; the ones after count up. For models that take one.'),
  maxOutputTokens: z
    .int()
    .min(256)
    .max(131_072)
    .optional()
    .describe(
      'Maximum tokens of an answer, thinking included. When left out 4,096, and 16,384 once more for an answer that was cut off.',
    ),
  cache: z
    .enum(['use', 'refresh', 'off'])
    .default('use')
    .describe(
      '`use` takes an answer that is known, `refresh` asks again and keeps the new answer, `off` neither reads nor keeps.',
    ),
});

export type Dials = z.output<typeof dials>;
export type DialShape = (typeof dials)['shape'];

/** The faults of dials that each are right but do not go together. */
export function dialFaults(set: Dials): { path: PropertyKey[]; message: string }[] {
  const isOneVote = set.samples === 1 && set.jury === undefined && !set.logprobs;
  const faults: { path: PropertyKey[]; message: string }[] = [];
  if (set.model !== undefined && set.jury !== undefined) {
    faults.push({ path: ['model'], message: 'give either `model` or `jury`' });
  }
  for (const dial of ['abstainBelow', 'cascade'] as const) {
    if (set[dial] === undefined || !isOneVote) continue;
    const message = 'one vote cannot agree with itself: set `samples`, `jury` or `logprobs` too';
    faults.push({ path: [dial], message });
  }
  const first = set.jury ?? (set.model === undefined ? [] : [set.model]);
  // The same model asked the same again would only repeat its vote, and seem to agree.
  if (set.jury && new Set(set.jury).size < set.jury.length) {
    faults.push({
      path: ['jury'],
      message: 'names a model twice; `samples` asks one several times',
    });
  }
  const further = set.cascade?.models ?? [];
  if (new Set([...first, ...further]).size < new Set(first).size + further.length) {
    faults.push({
      path: ['cascade', 'models'],
      message: 'names a model that was asked already: each has to be another',
    });
  }
  return faults;
}

/** Every model that these dials may ask. */
export function modelsOf(set: Pick<Dials, 'model' | 'jury' | 'fallback' | 'cascade'>): string[] {
  const first = set.jury ?? (set.model === undefined ? [] : [set.model]);
  return [...new Set([...first, ...(set.fallback ?? []), ...(set.cascade?.models ?? [])])];
}
