import * as z from 'zod';
import { labelField, nameField, slugField } from './fields.ts';
import { LIMITS } from './limits.ts';
import { limitField } from './page.ts';
import { PipelineTest } from './pipeline-route.ts';
import { ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';
import { Verdict } from './verdict.ts';

export const TraceLevel = z
  .enum(['model-call', 'trace', 'session'])
  .describe(
    'What becomes a sample: each call of a model, the trace as a whole, or all traces of a session.',
  );

const Filter: z.ZodType<contract.TraceFilter> = z
  .strictObject({
    attributes: z
      .record(nameField, PipelineTest)
      .refine((tests) => Object.keys(tests).length <= LIMITS.filterAttributes, {
        message: `must have at most ${LIMITS.filterAttributes} attributes`,
      })
      .exactOptional()
      .describe(
        'Attributes of the span or its resource, such as `service.name` or `gen_ai.prompt.version`. What was asked and answered is content, which filters do not see.',
      ),
    models: z
      .array(labelField)
      .min(1)
      .max(LIMITS.testValues)
      .exactOptional()
      .describe('Models as samples name their generator: `openai/gpt-4o-mini-2024-07-18`.'),
    isError: z.boolean().exactOptional().describe('Whether the span ended with an error.'),
    minLatencyMs: z.number().min(0).exactOptional().describe('Shortest duration, in milliseconds.'),
  })
  .meta({ id: 'TraceFilter', description: 'All that is given must hold of the span.' });

const content = {
  level: TraceLevel,
  filter: Filter.exactOptional(),
  share: z
    .number()
    .gt(0)
    .max(1)
    .exactOptional()
    .describe(
      'Share of traces that are scored; a trace is in or out as a whole, a session likewise. Defaults to 1.',
    ),
  perMinute: z
    .int()
    .min(1)
    .max(10_000)
    .exactOptional()
    .describe('The most samples that are scored in a minute. Defaults to 60.'),
  delaySeconds: z
    .int()
    .min(0)
    .max(LIMITS.traceDelaySeconds)
    .exactOptional()
    .describe(
      'How long late spans of a trace are waited for; at the level `session`, how long the session must have been idle. Defaults to 30, for sessions to 600.',
    ),
  windowSeconds: z
    .int()
    .min(60)
    .max(LIMITS.sessionWindowSeconds)
    .exactOptional()
    .describe(
      'At the level `session`: how long after its first trace a session is scored at the latest. What comes later is another sample. Defaults to 14,400.',
    ),
  suite: z
    .string()
    .min(1)
    .max(LIMITS.nameCharacters)
    .exactOptional()
    .describe('A suite by `name` or `name@3`.'),
  scorers: z
    .array(ScorerReference)
    .min(1)
    .max(LIMITS.scorers)
    .exactOptional()
    .describe('Scorers to run.'),
  isEnabled: z.boolean().exactOptional().describe('Whether traces are scored. Defaults to true.'),
  hashUsers: z
    .boolean()
    .exactOptional()
    .describe('Whether ids of users are replaced by hashes. Defaults to true.'),
};

const namesScorers = {
  check: ({ suite, scorers }: contract.TraceRuleContent) =>
    suite !== undefined || scorers !== undefined,
  fault: { path: ['scorers'], error: 'name at least one scorer, or a `suite`' },
};

const windowIsOfSessions = {
  check: ({ level, windowSeconds }: contract.TraceRuleContent) =>
    windowSeconds === undefined || level === 'session',
  fault: { path: ['windowSeconds'], error: 'is for the level `session` only; remove it' },
};

const description = z.string().max(1_000).exactOptional().describe('What the rule is for.');

export const TraceRuleVersionInput: z.ZodType<contract.TraceRuleVersionInput> = z
  .strictObject({ description, ...content })
  .refine(namesScorers.check, namesScorers.fault)
  .refine(windowIsOfSessions.check, windowIsOfSessions.fault)
  .meta({
    id: 'TraceRuleVersionInput',
    examples: [{ level: 'model-call', scorers: ['detect-refusal'], share: 0.1 }],
  });

export const TraceRuleInput: z.ZodType<contract.TraceRuleInput> = z
  .strictObject({ name: slugField.describe('Unique in the project.'), description, ...content })
  .refine(namesScorers.check, namesScorers.fault)
  .refine(windowIsOfSessions.check, windowIsOfSessions.fault)
  .meta({
    id: 'TraceRuleInput',
    examples: [
      {
        name: 'answers',
        level: 'trace',
        filter: { attributes: { 'service.name': { in: ['support-bot'] } } },
        share: 0.1,
        scorers: ['detect-refusal', 'detect-pii'],
      },
    ],
  });

const resolved = {
  name: nameField.describe('Its name, which refers to its newest version.'),
  description: z.string().describe('What it is for.'),
  ...content,
  fingerprint: z.string().describe('SHA-256 over its content.'),
};

export const TraceRule: z.ZodType<contract.TraceRule> = z
  .strictObject({
    ...resolved,
    version: z.int().min(1).describe('Counts up from 1; a version never changes.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'TraceRule', description: 'Which live traces are scored, and by what.' });

export const TraceRulePreview: z.ZodType<contract.TraceRulePreview> = z
  .strictObject({
    seen: z.int().describe('Spans of the last hour that samples can be made from.'),
    looked: z.int().describe('Those of them that were kept to be looked at, the newest first.'),
    matched: z.int().describe('Those that the filter matches, at the level and share of the rule.'),
    estimate: z.int().describe('What that makes of all that were seen.'),
    examples: z
      .array(
        z.strictObject({
          traceId: z.string().describe('32 hexadecimal digits.'),
          spanId: z.string().describe('16 hexadecimal digits.'),
          name: z.string().describe('Name of the span.'),
        }),
      )
      .describe('Up to ten spans that match.'),
  })
  .meta({ id: 'TraceRulePreview', description: 'What a rule would have scored in the last hour.' });

export const RuleVerdicts: z.ZodType<contract.RuleVerdicts> = z
  .strictObject({
    items: z.array(Verdict).describe('The verdicts, in the order in which they were stored.'),
    cursor: z.string().describe('Pass it as `after` for what is stored later.'),
    hasMore: z.boolean().describe('Whether more come after it already.'),
  })
  .meta({ id: 'RuleVerdicts' });

const after = z.string().regex(/^\d{1,15}$/, 'must be the `cursor` of an earlier answer');
const AFTER = '`cursor` of an earlier answer. Without it, the last verdicts are returned.';

export const ruleVerdictQuery = z.strictObject({
  after: after.optional().describe(AFTER),
  limit: limitField,
});

/** The same for callers that send values rather than texts. */
export const RuleVerdictCall = z.strictObject({
  after: after.optional().describe(AFTER),
  limit: z.int().min(1).max(100).optional().describe('Most verdicts, 20 by default.'),
});

export const TraceRuleActivity: z.ZodType<contract.TraceRuleActivity> = z
  .strictObject({
    minutes: z
      .array(
        z.strictObject({
          at: z.string().describe('Start of the minute, ISO 8601, UTC.'),
          matched: z.int().describe('Samples that the rule matched.'),
          scored: z.int().describe('Samples that it scored.'),
          failed: z
            .int()
            .describe(
              'Samples that could not be scored, for the reason in `fault`; they are dropped.',
            ),
        }),
      )
      .describe('Minutes of the last hour with samples, newest first.'),
    fault: z
      .strictObject({
        at: z.string().describe('Start of the minute, ISO 8601, UTC.'),
        code: z.string().describe('Code of the problem, such as `unknown_suite`.'),
        detail: z.string().describe('The problem, and what to do.'),
      })
      .nullable()
      .describe('Why samples could not be scored, the last time that happened; otherwise null.'),
  })
  .meta({
    id: 'TraceRuleActivity',
    description:
      'What a rule did in the last hour. What was matched, not scored and has not failed was over `perMinute`.',
  });
