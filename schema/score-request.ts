import * as z from 'zod';
import { Keep } from './data-settings.ts';
import { deadlineField } from './fields.ts';
import { LIMITS } from './limits.ts';
import { RedactionSettings } from './redaction.ts';
import { Sample } from './sample.ts';
import { Policy, ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';
import { StoreMode, Tags, Verdict, VerdictMetadata } from './verdict.ts';

const shape = {
  sample: Sample.exactOptional(),
  samples: z
    .array(Sample)
    .min(1)
    .max(LIMITS.samples)
    .exactOptional()
    .describe('Samples to score with the same scorers. The response keeps their order.'),
  scorers: z
    .array(ScorerReference)
    .min(1)
    .max(LIMITS.scorers)
    .exactOptional()
    .describe('Scorers to run, in addition to those of the suite.'),
  suite: z
    .string()
    .min(1)
    .max(LIMITS.nameCharacters)
    .exactOptional()
    .describe('A suite by `name` (its newest version) or `name@3`.'),
  policy: Policy.exactOptional().describe("Replaces the suite's policy; defaults to `required`."),
  store: StoreMode.exactOptional(),
  keep: Keep.exactOptional().describe(
    'What is kept of this request, at most what the project keeps. Defaults to the setting of the project.',
  ),
  redact: RedactionSettings.exactOptional().describe(
    'What is replaced in the samples, in addition to what the project replaces.',
  ),
  deadlineMs: deadlineField.describe(
    'Time limit in milliseconds; scores not ready by then become errors with the code `deadline_exceeded`. Defaults to 30,000.',
  ),
  metadata: VerdictMetadata.exactOptional(),
  tags: Tags.exactOptional(),
};

export const ScoreRequest = z
  .strictObject(shape)
  .superRefine((request, context) => {
    if ((request.sample === undefined) === (request.samples === undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['sample'],
        message: 'give either `sample` or `samples`, not both',
      });
    }
    if (request.scorers === undefined && request.suite === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['scorers'],
        message: 'name at least one scorer, or a `suite`',
      });
    }
  })
  .meta({
    id: 'ScoreRequest',
    examples: [
      {
        sample: {
          input: 'How long is the warranty?',
          output: 'All devices carry a two-year warranty.',
          expected: 'All devices carry a two-year warranty.',
        },
        scorers: ['exact-match', { scorer: 'length', params: { unit: 'words', max: 60 } }],
        tags: ['try'],
      },
    ],
  }) as unknown as z.ZodType<contract.ScoreRequest>;

export const ScoreManyResponse: z.ZodType<contract.ScoreManyResponse> = z
  .strictObject({
    verdicts: z.array(Verdict).describe('One verdict per sample, in the order of the samples.'),
  })
  .meta({ id: 'ScoreManyResponse' });
