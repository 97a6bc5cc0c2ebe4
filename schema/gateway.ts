import * as z from 'zod';
import { Keep } from './data-settings.ts';
import { jsonObject, textField } from './fields.ts';
import { LIMITS } from './limits.ts';
import { RedactionSettings } from './redaction.ts';
import { Context, TokenUsage } from './sample.ts';
import type * as contract from './types.ts';
import { StoreMode, Tags, VerdictMetadata } from './verdict.ts';

export const GatewayOptions: z.ZodType<contract.GatewayOptions> = z
  .strictObject({
    contexts: z
      .array(z.union([textField, Context]))
      .max(LIMITS.contexts)
      .exactOptional()
      .describe('What the answer should rest on, kept as the contexts of the sample.'),
    metadata: VerdictMetadata.exactOptional().describe('Kept with the verdict.'),
    tags: Tags.exactOptional(),
    store: StoreMode.exactOptional().describe(
      'When the sample and its verdict are stored, as for POST /v1/score. Defaults to `queued`. The header `X-Assay-Store` says the same.',
    ),
    keep: Keep.exactOptional().describe(
      'What is kept of them, at most what the project keeps. Defaults to the setting of the project. The header `X-Assay-Keep` says the same.',
    ),
    redact: RedactionSettings.exactOptional().describe(
      'What is replaced in the sample, in addition to what the project replaces. What goes to the model and back stays as it is.',
    ),
  })
  .meta({ id: 'GatewayOptions' });

const GatewayAttempt: z.ZodType<contract.GatewayAttempt> = z
  .strictObject({
    model: z.string().describe('`provider/model`.'),
    status: z
      .int()
      .nullable()
      .describe('The HTTP status of the provider; null if it did not answer.'),
    code: z
      .string()
      .nullable()
      .describe(
        'Why it failed, `cancelled` for a hedge that another target was faster than; null if it answered.',
      ),
    latencyMs: z.number().describe('Milliseconds to the beginning of the answer.'),
  })
  .meta({ id: 'GatewayAttempt' });

export const GatewayReport: z.ZodType<contract.GatewayReport> = z
  .strictObject({
    requestId: z.string().describe('Id of the request.'),
    verdictId: z.string().nullable().describe('Id of the stored verdict; null if none is stored.'),
    pipeline: z
      .string()
      .nullable()
      .describe('`name@version`; null for a model that was named itself.'),
    model: z
      .string()
      .nullable()
      .describe('`provider/model` that answered; null if no model was asked.'),
    fallbackRank: z.int().min(0).describe('How many targets were passed over before it.'),
    isCached: z
      .boolean()
      .describe('Whether the answer was given to an equal request before, and no model was asked.'),
    attempts: z.array(GatewayAttempt).describe('The calls of models, in order.'),
    usage: TokenUsage.describe('Tokens of all attempts.'),
    costUsd: z
      .number()
      .nullable()
      .describe(
        'US dollars of all attempts, and of judges and embedding models that steps asked before the answer went out; null if a price is unknown.',
      ),
    judgeCostUsd: z
      .number()
      .nullable()
      .describe('Of `costUsd`, what those judges and embedding models took; null if unknown.'),
    isCostExact: z
      .boolean()
      .describe('Whether the provider counted all tokens, and all prices are known.'),
    guard: z
      .enum(['not_run', 'pending', 'allow', 'flag', 'redact', 'block'])
      .describe(
        'What the guard did; `not_run` if nothing was looked at, `pending` in headers of streams.',
      ),
    steps: z
      .record(z.string(), jsonObject)
      .describe('What each step of the pipeline reports, by its name.'),
  })
  .meta({ id: 'GatewayReport' });

/** A request in OpenAI's shape: what is not named here is sent on as it is. */
export const GatewayRequest = z
  .looseObject({
    model: z.string().min(1).max(300).describe('`provider/model`, or the name of a pipeline.'),
    stream: z.boolean().nullish().describe('Whether the answer is a stream of server-sent events.'),
    assay: GatewayOptions.exactOptional().describe('Of Assay; not sent to the model.'),
  })
  .meta({
    id: 'GatewayRequest',
    description: 'The body as OpenAI’s API reference describes it.',
    examples: [{ model: 'openai/gpt-4.1-mini', messages: [{ role: 'user', content: 'Hello!' }] }],
  });

export type GatewayRequest = z.output<typeof GatewayRequest>;

/** An answer in OpenAI's shape. */
export const GatewayAnswer = z
  .looseObject({
    assay: GatewayReport.exactOptional().describe(
      'How the answer came about; omitted if the request has `X-Assay-Metadata: off`.',
    ),
  })
  .meta({
    id: 'GatewayAnswer',
    description: 'The answer of the provider as OpenAI’s API reference describes it.',
  });

export const GatewayModel = z
  .strictObject({
    id: z.string().describe('`provider/model`, or the name of a pipeline.'),
    object: z.literal('model'),
    created: z.int().describe('Seconds since 1970; 0 if it is not known.'),
    owned_by: z.string().describe('The provider, or `assay` for a pipeline.'),
  })
  .meta({ id: 'GatewayModel' });

export const GatewayModels = z
  .strictObject({
    object: z.literal('list'),
    data: z.array(GatewayModel).describe('The models that the project may ask.'),
    unavailable: z
      .array(z.string())
      .describe('Providers that did not list their models. Those can be asked all the same.'),
  })
  .meta({ id: 'GatewayModels' });

/** An error as clients of OpenAI read it. */
export const OpenAiError = z
  .strictObject({
    error: z
      .strictObject({
        message: z.string().describe('The problem, then the action.'),
        type: z.string().describe('The kind of error, such as `invalid_request_error`.'),
        param: z.string().nullable().describe('The field that it is about.'),
        code: z.string().nullable().describe('Stable code; see docs/errors.md.'),
      })
      .describe('The error.'),
  })
  .meta({ id: 'OpenAiError' });
