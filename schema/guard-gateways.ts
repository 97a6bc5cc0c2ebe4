/** What other gateways send to a guardrail, and what they read of its answer. The wire is theirs. */
import * as z from 'zod';
import { jsonObject, nameField, textField } from './fields.ts';
import { GuardAction, GuardPolicyContent } from './guard-policy.ts';
import { LIMITS } from './limits.ts';

const policy = z.union([nameField, GuardPolicyContent]).nullish();

/** Fields that are not named here are ignored, since new versions of the gateway add some. */
export const LiteLlmRequest = z
  .object({
    input_type: z
      .enum(['request', 'response'])
      .describe('`request` is checked at the stage `input`, `response` at `output`.'),
    texts: z
      .array(textField)
      .max(LIMITS.messages)
      .nullish()
      .describe('The texts to check. They are returned in the same order.'),
    tool_calls: z
      .array(jsonObject)
      .max(LIMITS.tools)
      .nullish()
      .describe('Tool calls in OpenAI’s format. One that must be redacted is blocked instead.'),
    structured_messages: z
      .array(jsonObject)
      .max(LIMITS.messages)
      .nullish()
      .describe(
        'The conversation: which texts are of the application (`system`, `developer`: not checked), and which are results of tools.',
      ),
    images: z.array(z.string()).nullish().describe('Not looked at; the answer says so.'),
    tools: z.array(jsonObject).nullish().describe('Definitions of tools. Not looked at.'),
    litellm_call_id: z.string().nullish().describe('Id of the call. Not used.'),
    additional_provider_specific_params: z
      .object({ policy: policy.describe('A policy by `name` or `name@3`, or its rules.') })
      .nullish()
      .describe('Parameters of the guardrail in the configuration of LiteLLM.'),
  })
  .meta({
    id: 'LiteLlmGuardrailRequest',
    examples: [{ input_type: 'request', texts: ['My card is 4111 1111 1111 1111.'] }],
  });

export type LiteLlmRequest = z.output<typeof LiteLlmRequest>;

const verdictIds = z.array(z.string()).describe('Ids of the verdicts, one per text or call.');
const status = z
  .enum(['checked', 'not_run'])
  .describe(
    '`not_run` if there was no text, or one to which no rule was applied: it did not pass.',
  );
const decidedBy = z.string().nullable().describe('Name of the score that decided.');

export const LiteLlmAnswer = z
  .strictObject({
    action: z
      .enum(['NONE', 'GUARDRAIL_INTERVENED', 'BLOCKED'])
      .describe('`GUARDRAIL_INTERVENED`: use `texts`.'),
    blocked_reason: z.string().exactOptional().describe('Why it is blocked.'),
    texts: z.array(z.string()).exactOptional().describe('The texts with their redactions.'),
    assay: z
      .strictObject({
        action: GuardAction.describe('The strictest action of all texts and calls.'),
        status,
        decidedBy,
        verdictIds,
        notLookedAt: z
          .array(z.enum(['images', 'tools', 'system']))
          .describe('What was sent and not checked.'),
      })
      .describe('What LiteLLM does not read.'),
  })
  .meta({ id: 'LiteLlmGuardrailAnswer' });

export type LiteLlmAnswer = z.output<typeof LiteLlmAnswer>;

const side = z.object({
  json: z.unknown().optional().describe('The body in the format of the provider.'),
  text: z.string().nullish().describe('Its text, checked if there is none in `json`.'),
});

export const PortkeyRequest = z
  .object({
    eventType: z
      .enum(['beforeRequestHook', 'afterRequestHook'])
      .describe('Whether the request or the response is checked.'),
    request: side.nullish().describe('The request to the model.'),
    response: side.nullish().describe('The response of the model.'),
    provider: z.string().nullish().describe('The provider. Not used.'),
    requestType: z.string().nullish().describe('The kind of request. Not used.'),
    metadata: z.unknown().optional().describe('The metadata of the request. Not used.'),
  })
  .meta({
    id: 'PortkeyWebhookRequest',
    examples: [
      {
        eventType: 'beforeRequestHook',
        request: { json: { messages: [{ role: 'user', content: 'Hello' }] }, text: 'Hello' },
      },
    ],
  });

export type PortkeyRequest = z.output<typeof PortkeyRequest>;

export const PortkeyQuery = z.strictObject({
  policy: nameField
    .optional()
    .describe('A policy by `name` or `name@3`. Defaults to the preset `default`.'),
});

const transformed = z
  .strictObject({ json: z.unknown().describe('The whole body with its redactions.') })
  .exactOptional();

export const PortkeyAnswer = z
  .strictObject({
    verdict: z.boolean().describe('False if it is blocked, or could not be redacted.'),
    transformedData: z
      .strictObject({
        request: transformed.describe('The redacted request.'),
        response: transformed.describe('The redacted response.'),
      })
      .exactOptional()
      .describe('What takes the place of what was sent, if something was redacted.'),
    data: z
      .strictObject({
        action: GuardAction.describe('The strictest action of all texts and calls.'),
        status,
        decidedBy,
        verdictIds,
      })
      .describe('What Portkey logs.'),
  })
  .meta({ id: 'PortkeyWebhookAnswer' });

export type PortkeyAnswer = z.output<typeof PortkeyAnswer>;
