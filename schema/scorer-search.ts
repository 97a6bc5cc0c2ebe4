import * as z from 'zod';
import { unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';

/** What scorers are looked for by. */
export const ScorerSearch = z.strictObject({
  query: z
    .string()
    .max(LIMITS.nameCharacters)
    .exactOptional()
    .describe(
      'A name, words or a sentence to search scorers by, best match first: "json", "GEval", "is the answer grounded in the documents". If omitted, all scorers are listed.',
    ),
  kind: z
    .enum(['code', 'embedding', 'judge'])
    .exactOptional()
    .describe('`code` is deterministic and free; `judge` and `embedding` ask a model.'),
});

/** Scorers in short; GET /v1/scorers/{id} has all of one. */
export const ScorerMatches = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        aliases: z.array(z.string()).describe('Names of this scorer in other tools.'),
        kind: z.enum(['code', 'embedding', 'judge']),
        group: z.string(),
        summary: z.string(),
        needs: z.array(z.string()).describe('Fields of the sample that it needs.'),
        threshold: unitInterval.nullable().describe('Minimum value that passes, by default.'),
      }),
    ),
  })
  .meta({ id: 'ScorerMatches' });

export type ScorerSearch = z.output<typeof ScorerSearch>;
export type ScorerMatches = z.output<typeof ScorerMatches>;
