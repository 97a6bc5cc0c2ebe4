import * as z from 'zod';
import { jsonObject, labelField, nameField, slugField, unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';
import type * as contract from './types.ts';

/** A model of a provider, or a Worker by service binding. */
export const modelField = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}\/\S{1,160}$/, 'must be `provider/model`');

/** A regular expression, compiled when the pipeline is saved. */
export const patternField = z.string().min(1).max(LIMITS.patternCharacters);

export const headerField = z
  .string()
  .max(LIMITS.nameCharacters)
  .regex(/^[a-z0-9!#$%&'*+.^_`|~-]+$/, 'must be the name of a header, in lower case');

// An object keeps the order of its keys only if they do not look like numbers.
const intentName = z
  .string()
  .regex(
    /^[a-z][a-z0-9._-]{0,63}$/,
    'must be 1 to 64 characters of a-z, 0-9, ".", "_", "-", and start with a letter',
  );

export const PipelineTest: z.ZodType<contract.PipelineTest> = z
  .union([
    z.strictObject({
      in: z.array(labelField).min(1).max(LIMITS.testValues).describe('One of these values.'),
    }),
    z.strictObject({
      pattern: patternField.describe('Matches anywhere in the value (RE2 syntax).'),
    }),
    z.strictObject({ exists: z.boolean().describe('Whether there is a value.') }),
  ])
  .meta({ id: 'PipelineTest', description: 'A test of one value: `in`, `pattern` or `exists`.' });

const hour = z.number().min(0).max(24);

const Time = z
  .strictObject({
    from: hour.describe('First hour, inclusive. 8.5 is half past eight.'),
    to: hour.describe('Last hour, exclusive. If it is lower than `from`, the time spans midnight.'),
    timeZone: z
      .string()
      .max(LIMITS.nameCharacters)
      .refine(isTimeZone, { error: 'must be an IANA time zone, such as `Europe/Berlin`' })
      .exactOptional()
      .describe('IANA time zone. Defaults to UTC.'),
    days: z
      .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
      .min(1)
      .exactOptional()
      .describe('Days of the week on which the time begins. Defaults to all.'),
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    error: 'must differ from `from`: no moment is in an empty time',
  })
  .meta({ id: 'PipelineTime' });

const Characters = z
  .strictObject({
    min: z.int().min(0).exactOptional().describe('Fewest characters.'),
    max: z.int().min(0).exactOptional().describe('Most characters.'),
  })
  .refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, {
    path: ['max'],
    error: 'must not be lower than `min`: no length is both',
  })
  .meta({ id: 'PipelineCharacters' });

const Condition: z.ZodType<contract.PipelineCondition> = z
  .strictObject({
    metadata: z
      .record(nameField, PipelineTest)
      .exactOptional()
      .describe('Values of the request field `metadata`, by key.'),
    headers: z
      .record(headerField, PipelineTest)
      .exactOptional()
      .describe('Values of request headers, by name in lower case.'),
    language: z
      .array(z.string().regex(/^[a-z]{2,3}$/, 'must be an ISO 639 code, such as `de`'))
      .min(1)
      .max(LIMITS.testValues)
      .exactOptional()
      .describe('Languages of the last user message, ISO 639-1, or 639-3 without a shorter code.'),
    characters: Characters.exactOptional().describe('Characters of all messages.'),
    tools: z
      .union([z.boolean(), z.array(nameField).min(1).max(LIMITS.testValues)])
      .exactOptional()
      .describe('Whether the request offers tools, or offers one of these.'),
    time: Time.exactOptional().describe('When the request comes.'),
    intent: z
      .array(intentName)
      .min(1)
      .max(LIMITS.intents)
      .exactOptional()
      .describe('The recognised intent is one of these names of `route.intent`.'),
  })
  .meta({ id: 'PipelineCondition', description: 'All that is given must hold.' });

export const Group: z.ZodType<contract.PipelineGroup> = z
  .strictObject({
    strategy: z
      .enum(['single', 'fallback', 'load-balance'])
      .exactOptional()
      .describe(
        '`single` asks one target, `fallback` each in turn until one answers, `load-balance` one by weight, then the others. Defaults to `fallback`.',
      ),
    targets: z
      .array(slugField)
      .min(1)
      .max(LIMITS.pipelineTargets)
      .describe('Names of targets, in the order in which they are asked.'),
    hedgeAfterMs: z
      .int()
      .min(1)
      .max(LIMITS.deadlineMs)
      .exactOptional()
      .describe('Also asks the next target if the first has not begun to answer by then.'),
  })
  .meta({ id: 'PipelineGroup' });

const Rule: z.ZodType<contract.PipelineRule> = z
  .strictObject({
    name: slugField.describe('Unique in the route.'),
    when: Condition.exactOptional().describe('Without it every request matches.'),
    share: unitInterval
      .exactOptional()
      .describe('Share of the requests that `when` matches; one conversation stays on one side.'),
    use: Group.describe('The targets to ask.'),
    parameters: jsonObject
      .exactOptional()
      .describe('Fields that replace those of the request, such as `temperature`.'),
  })
  .meta({ id: 'PipelineRule' });

/** Texts for each intent. */
const intentTexts = (text: z.ZodType<string>) =>
  z
    .record(intentName, z.array(text).min(1).max(LIMITS.intentTexts))
    .refine((intents) => inRange(Object.keys(intents).length, 1, LIMITS.intents), {
      error: `must have 1 to ${LIMITS.intents} intents`,
    });

const CLASSES = { least: 2, most: 9 };

const Intent: z.ZodType<contract.PipelineIntent> = z
  .discriminatedUnion('by', [
    z.strictObject({
      by: z.literal('patterns').describe('The first intent with a pattern that matches.'),
      intents: intentTexts(patternField).describe('Regular expressions by intent (RE2 syntax).'),
    }),
    z.strictObject({
      by: z.literal('examples').describe('The intent of the nearest example, by embeddings.'),
      intents: intentTexts(z.string().min(1).max(1_000)).describe('Example messages by intent.'),
      model: modelField
        .exactOptional()
        .describe('Embedding model. Defaults to that of the deployment.'),
      threshold: unitInterval
        .exactOptional()
        .describe('Cosine similarity below which there is no intent. Defaults to 0.5.'),
    }),
    z.strictObject({
      by: z.literal('classify').describe('A judge chooses the intent, or none.'),
      intents: z
        .record(intentName, z.string().min(1).max(1_000))
        .refine((intents) => inRange(Object.keys(intents).length, CLASSES.least, CLASSES.most), {
          error: `must have ${CLASSES.least} to ${CLASSES.most} intents`,
        })
        .describe('A description of each intent.'),
      model: modelField
        .exactOptional()
        .describe('Judge model. Defaults to that of the deployment.'),
    }),
  ])
  .meta({ id: 'PipelineIntent', description: 'How the last user message is recognised.' });

const StickyBy = z.union([
  z.strictObject({ header: headerField.describe('Name of a header, in lower case.') }),
  z.strictObject({ metadata: nameField.describe('Key of `metadata`.') }),
  z.literal('user'),
]);

export const Route: z.ZodType<contract.PipelineRoute> = z
  .strictObject({
    intent: Intent.exactOptional(),
    stickyBy: StickyBy.exactOptional().describe(
      'What the requests of one conversation have in common: a header, a key of `metadata`, or `user`. Defaults to `metadata.conversation`, then `conversation`, then `user`.',
    ),
    onError: z
      .enum(['otherwise', 'fail'])
      .exactOptional()
      .describe(
        'What happens if a condition cannot be evaluated, such as an intent whose model is down: the group `otherwise` is asked and the result says why, or the request fails. Defaults to `otherwise`.',
      ),
    rules: z
      .array(Rule)
      .min(1)
      .max(LIMITS.pipelineRules)
      .describe('The first rule that matches decides.'),
  })
  .meta({ id: 'PipelineRoute' });

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function inRange(count: number, least: number, most: number): boolean {
  return count >= least && count <= most;
}
