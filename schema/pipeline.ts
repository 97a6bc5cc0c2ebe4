import * as z from 'zod';
import { jsonObject, nameField, slugField, unitInterval } from './fields.ts';
import { GuardPolicyContent } from './guard-policy.ts';
import { LIMITS } from './limits.ts';
import { findPipelineFaults } from './pipeline-faults.ts';
import { Group, headerField, modelField, Route } from './pipeline-route.ts';
import { ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';

const policy = z
  .union([nameField, GuardPolicyContent])
  .exactOptional()
  .describe(
    'A guard policy by `name` (its newest version) or `name@3`, or its rules. Defaults to the preset `default`.',
  );

const guardInput = {
  policy,
  blockedText: z
    .string()
    .min(1)
    .max(4_000)
    .exactOptional()
    .describe('The answer to a blocked request, instead of a content-filter refusal.'),
};

const GuardInput: z.ZodType<contract.PipelineGuardInput> = z
  .strictObject(guardInput)
  .meta({ id: 'PipelineGuardInput' });

const GuardOutput: z.ZodType<contract.PipelineGuardOutput> = z
  .strictObject({
    ...guardInput,
    stream: z
      .enum(['buffer', 'window', 'observe'])
      .exactOptional()
      .describe(
        'How streams are checked: `buffer` holds everything back, `window` sends what later text cannot change, `observe` sends everything and reports. Defaults to `window`.',
      ),
  })
  .meta({ id: 'PipelineGuardOutput' });

const timeoutMs = z.int().min(1).max(600_000).exactOptional();

const Target: z.ZodType<contract.PipelineTarget> = z
  .strictObject({
    name: slugField.describe('Unique in the pipeline; routes name it.'),
    model: modelField.describe(
      '`provider/model`, or `binding/NAME` for a Worker by service binding.',
    ),
    parameters: jsonObject
      .exactOptional()
      .describe('Fields that replace those of the request, such as `temperature`.'),
    weight: z
      .number()
      .positive()
      .max(1_000)
      .exactOptional()
      .describe('Share of a load-balanced group, relative to the others. Defaults to 1.'),
    firstByteTimeoutMs: timeoutMs.describe(
      'Milliseconds to the first byte of an answer. Defaults to 30,000.',
    ),
    timeoutMs: timeoutMs.describe('Milliseconds to the end of an answer. Defaults to 120,000.'),
  })
  .meta({ id: 'PipelineTarget' });

const Retry: z.ZodType<contract.PipelineRetry> = z
  .strictObject({
    attempts: z
      .int()
      .min(1)
      .max(5)
      .exactOptional()
      .describe('Attempts at one target, the first included. Defaults to 2.'),
    onStatus: z
      .array(z.int().min(400).max(599))
      .max(50)
      .exactOptional()
      .describe(
        'HTTP statuses that are retried. Defaults to 408, 409, 429, 500, 502, 503 and 504.',
      ),
    maxWaitMs: z
      .int()
      .min(0)
      .max(LIMITS.deadlineMs)
      .exactOptional()
      .describe('Longest wait that a `Retry-After` may ask for. Defaults to 10,000.'),
  })
  .meta({ id: 'PipelineRetry' });

const PostStep: z.ZodType<contract.PipelinePostStep> = z
  .discriminatedUnion('step', [
    z.strictObject({
      step: z
        .literal('repair-json')
        .describe('Repairs JSON and validates it against the requested schema.'),
      askAgain: z
        .boolean()
        .exactOptional()
        .describe('Whether the model is asked once more if that fails. Defaults to true.'),
    }),
    z.strictObject({
      step: z.literal('redact').describe('Replaces what a guard policy finds.'),
      policy,
    }),
    z.strictObject({
      step: z.literal('restore').describe('Puts back what `guardInput` replaced by tokens.'),
    }),
    z.strictObject({
      step: z.literal('citations').describe('Says which context supports which sentence.'),
      format: z
        .enum(['field', 'inline'])
        .exactOptional()
        .describe('In the `assay` field, or as marks in the text. Defaults to `field`.'),
      by: z
        .enum(['alignment', 'judge'])
        .exactOptional()
        .describe('By the words, without a model, or by a judge. Defaults to `alignment`.'),
      model: modelField
        .exactOptional()
        .describe('`provider/model` of the judge. Defaults to the judge of the deployment.'),
      onError: z
        .enum(['keep', 'fail'])
        .exactOptional()
        .describe(
          'If the judge cannot judge: the answer without marks, or an error. Defaults to `keep`.',
        ),
    }),
    z.strictObject({
      step: z.literal('http').describe('Enriches the answer through your own endpoint.'),
      url: z.string().max(LIMITS.urlCharacters).describe('A public HTTPS URL.'),
      timeoutMs: z
        .int()
        .min(1)
        .max(10_000)
        .exactOptional()
        .describe('Milliseconds. Defaults to 3,000.'),
      onError: z
        .enum(['keep', 'fail'])
        .exactOptional()
        .describe('If it fails: the answer as it was, or an error. Defaults to `keep`.'),
    }),
  ])
  .meta({ id: 'PipelinePostStep' });

const Refine: z.ZodType<contract.PipelineRefine> = z
  .strictObject({
    attempts: z.int().min(1).max(3).describe('How often the model is asked again, at most.'),
    threshold: unitInterval
      .exactOptional()
      .describe('Mean of the scores that is enough. Without it the verdict must pass.'),
  })
  .meta({ id: 'PipelineRefine' });

const Judge: z.ZodType<contract.PipelineJudge> = z
  .strictObject({
    suite: nameField
      .exactOptional()
      .describe('A suite by `name` (its newest version) or `name@3`.'),
    scorers: z
      .array(ScorerReference)
      .min(1)
      .max(LIMITS.scorers)
      .exactOptional()
      .describe('Scorers, with or without a suite.'),
    when: z
      .enum(['before', 'after'])
      .exactOptional()
      .describe(
        '`before`: the answer waits for the scores. `after`: scored in the background. Defaults to `after`.',
      ),
    share: unitInterval
      .exactOptional()
      .describe('Share of the answers that are scored. Defaults to 1.'),
    refine: Refine.exactOptional().describe(
      'Asks the model again with the reasons if the scores fall short. Needs `before`.',
    ),
    sameFamily: z
      .enum(['warn', 'refuse'])
      .exactOptional()
      .describe('If a judge is of the family of the model that answered. Defaults to `warn`.'),
    onError: z
      .enum(['keep', 'fail'])
      .exactOptional()
      .describe(
        'If a judge could not score, with `before`: the answer is sent with the error among its scores, or the request fails. Defaults to `keep`.',
      ),
  })
  .meta({ id: 'PipelineJudge' });

const content = {
  guardInput: GuardInput.exactOptional().describe('Checks the request before a model is asked.'),
  targets: z
    .array(Target)
    .min(1)
    .max(LIMITS.pipelineTargets)
    .describe('The models that can be asked.'),
  route: Route.exactOptional().describe('Chooses targets by the request.'),
  otherwise: Group.exactOptional().describe(
    'The targets if no rule matches. Defaults to all, as `fallback`.',
  ),
  retry: Retry.exactOptional(),
  cacheSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .exactOptional()
    .describe('Seconds for which equal requests get the same answer. Defaults to 0, off.'),
  guardOutput: GuardOutput.exactOptional().describe('Checks the answer before it goes out.'),
  postProcess: z
    .array(PostStep)
    .min(1)
    .max(LIMITS.postSteps)
    .exactOptional()
    .describe('Steps over the answer, in this order.'),
  judge: Judge.exactOptional().describe('Scores of the finished sample.'),
};

const description = z.string().max(1_000).exactOptional().describe('What the pipeline is for.');

const EXAMPLE: contract.PipelineVersionInput = {
  guardInput: { policy: 'support' },
  targets: [
    { name: 'small', model: 'openai/gpt-5-mini' },
    { name: 'large', model: 'openai/gpt-5', parameters: { temperature: 0 } },
  ],
  route: {
    rules: [{ name: 'long', when: { characters: { min: 8_000 } }, use: { targets: ['large'] } }],
  },
  otherwise: { targets: ['small', 'large'] },
  guardOutput: { stream: 'window' },
  judge: { suite: 'support', share: 0.1 },
};

export const PipelineVersionInput: z.ZodType<contract.PipelineVersionInput> = z
  .strictObject({ description, ...content })
  .superRefine(findPipelineFaults)
  .meta({ id: 'PipelineVersionInput', examples: [EXAMPLE] });

export const PipelineInput: z.ZodType<contract.PipelineInput> = z
  .strictObject({
    name: slugField.describe('Unique in the project; applications name it as `model`.'),
    description,
    ...content,
  })
  .superRefine(findPipelineFaults)
  .meta({ id: 'PipelineInput', examples: [{ name: 'support', ...EXAMPLE }] });

const savedShape = {
  name: z.string().describe('Its name, which refers to its newest version.'),
  description: z.string().describe('What it is for.'),
  ...content,
  fingerprint: z.string().describe('SHA-256 over everything that it says.'),
};

export const Pipeline: z.ZodType<contract.Pipeline> = z
  .strictObject({
    ...savedShape,
    version: z.int().min(1).describe('Counts up from 1; a version never changes.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({
    id: 'Pipeline',
    description: 'A named, versioned way of a request through the gateway.',
  });

export const PipelinePreview: z.ZodType<contract.PipelinePreview> = z
  .strictObject({
    isChanged: z.boolean().describe('Whether it differs from the newest version, or is new.'),
    newest: Pipeline.nullable().describe(
      'The newest version; null if the pipeline does not exist.',
    ),
    next: z.strictObject(savedShape).describe('The pipeline that would be saved.'),
  })
  .meta({ id: 'PipelinePreview', description: 'The effect of saving a pipeline.' });

/** A request to be routed. */
export const routedFields = {
  body: jsonObject.describe('A request for `/openai/v1/chat/completions` or `/responses`.'),
  headers: z
    .record(headerField, z.string().max(LIMITS.headerCharacters))
    .exactOptional()
    .describe('Its headers, by name in lower case.'),
};

export const PipelineRouteRequest: z.ZodType<contract.PipelineRouteRequest> = z
  .strictObject(routedFields)
  .meta({
    id: 'PipelineRouteRequest',
    examples: [{ body: { messages: [{ role: 'user', content: 'Where is my order?' }] } }],
  });

export const PipelineRouteResult: z.ZodType<contract.PipelineRouteResult> = z
  .strictObject({
    pipeline: z.string().describe('Name of the pipeline.'),
    version: z.int().describe('The version that decided.'),
    rule: z.string().nullable().describe('Name of the rule; null for `otherwise`.'),
    strategy: z.enum(['single', 'fallback', 'load-balance']).describe('How targets are asked.'),
    targets: z
      .array(
        z.strictObject({
          name: z.string().describe('Name of the target.'),
          model: z.string().describe('Its model.'),
        }),
      )
      .describe('The targets, in the order in which they would be asked.'),
    parameters: jsonObject.describe('Fields of the rule that replace those of the request.'),
    intent: z
      .strictObject({
        name: z.string().nullable().describe('The recognised intent; null for none.'),
        by: z.enum(['patterns', 'examples', 'classify']).describe('How it was recognised.'),
        certainty: z
          .number()
          .nullable()
          .describe('Cosine similarity of the nearest example; null for other ways.'),
      })
      .nullable()
      .describe('Null if no rule asked for it, or it could not be recognised.'),
    considered: z
      .array(
        z.strictObject({
          rule: z.string().describe('Name of the rule.'),
          isMatch: z
            .boolean()
            .nullable()
            .describe('Whether it matched; null if that could not be evaluated.'),
          because: z.string().describe('What decided.'),
        }),
      )
      .describe('Each rule that was looked at, in order.'),
    costUsd: z.number().describe('What recognising the intent cost, in US dollars.'),
  })
  .meta({ id: 'PipelineRouteResult', description: 'What would be chosen, and why.' });
