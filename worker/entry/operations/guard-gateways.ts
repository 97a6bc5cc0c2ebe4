import {
  LiteLlmAnswer,
  LiteLlmRequest,
  PortkeyAnswer,
  PortkeyQuery,
  PortkeyRequest,
} from '@assay/schema/guard-gateways.ts';
import { guardForLiteLlm } from '../../features/guard/gateways/litellm.ts';
import { guardForPortkey } from '../../features/guard/gateways/portkey.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

const problems = [
  'unknown_scorer',
  'unknown_policy',
  'redaction_unconfigured',
  'verdict_too_large',
] as const;

/** What the guardrail checks of other gateways call. */
export const GUARD_GATEWAYS = [
  operation({
    id: 'guardForLiteLlm',
    scope: 'score',
    keyHeader: 'x-api-key',
    route: 'POST /beta/litellm_basic_guardrail_api',
    tag: 'Guard',
    summary: 'Check texts for LiteLLM',
    description:
      'The generic guardrail API of LiteLLM. The key can also be in the header `x-api-key`. Fields that are unknown are ignored.',
    body: json(LiteLlmRequest),
    answers: { status: 200, description: 'What LiteLLM may do.', schema: LiteLlmAnswer },
    problems,
    run: ({ body, context }, services) => guardForLiteLlm(body, context, services),
  }),
  operation({
    id: 'guardForPortkey',
    scope: 'score',
    keyHeader: 'x-api-key',
    route: 'POST /v1/guard/portkey',
    tag: 'Guard',
    summary: 'Check a request or response for Portkey',
    description:
      'The webhook check of Portkey. The key can also be in the header `x-api-key`. Fields that are unknown are ignored.',
    query: PortkeyQuery,
    body: json(PortkeyRequest),
    answers: { status: 200, description: 'What Portkey may do.', schema: PortkeyAnswer },
    problems,
    run: ({ body, query, context }, services) =>
      guardForPortkey(body, query.policy, context, services),
  }),
] as const;
