import { GuardRequest, GuardResult } from '@assay/schema/guard.ts';
import { plainGuardRequest } from '@assay/schema/plain-guard-request.ts';
import { guard } from '../../features/guard/guard.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

// It stands in the way of each prompt and answer: its first request loads nothing but this.
export const GUARD_TEXT = operation({
  id: 'guardText',
  scope: 'score',
  route: 'POST /v1/guard',
  tag: 'Guard',
  summary: 'Check a prompt, an answer or a tool call before it goes on',
  description:
    'Applies a policy and returns `allow`, `flag`, `redact` or `block`, with the findings and the text with its redactions. Without `policy`, the preset `default` applies. A rule that could not be applied is listed in `notRun`; it never counts as passed.',
  body: json(GuardRequest, { plain: plainGuardRequest }),
  isIdempotent: true,
  answers: { status: 200, description: 'What may be done.', schema: GuardResult },
  problems: [
    'unknown_scorer',
    'unknown_policy',
    'keep_not_allowed',
    'redaction_impossible',
    'redaction_unconfigured',
    'verdict_too_large',
  ],
  run: ({ body, context }, services) => guard(body, context, services),
  rpc: 'guard',
  tool: {
    name: 'guard',
    title: 'Check a text before it goes on',
    description:
      'Checks a prompt (`stage` "input"), an answer ("output"), a tool call or a tool result for attacks, secrets, private data and more, and returns `allow`, `flag`, `redact` or `block` with evidence. Nothing is stored unless `store` is given.',
    isReading: false,
    isOpen: true,
  },
});
