import * as z from 'zod';
import { nameField, slugField, unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';
import { RequireCalibration, ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';

export const GuardStage = z
  .enum(['input', 'output', 'tool-call', 'tool-result'])
  .describe(
    'Where the text stands: what goes to a model, what it answers, a call that it makes, or what a tool returned.',
  );

export const GuardAction = z.enum(['allow', 'flag', 'redact', 'block']);

const OnError = z.enum(['allow', 'block']);
const RedactionMode = z.enum(['mask', 'placeholder', 'hash', 'tokens']);
const kind = z.string().min(1).max(LIMITS.nameCharacters);

const Escalation = z
  .strictObject({
    below: unitInterval.describe('Values below this are unsure.'),
    above: unitInterval.describe('Values above this are unsure.'),
    scorer: ScorerReference.describe('The scorer that decides instead, such as a judge.'),
  })
  .refine(({ below, above }) => above < below, {
    path: ['above'],
    error: 'must be lower than `below`: values between the two are escalated',
  })
  .meta({ id: 'GuardEscalation' });

const GuardRule = z
  .strictObject({
    scorer: ScorerReference.describe('A detector, or any other scorer with a threshold.'),
    action: z
      .enum(['flag', 'redact', 'block'])
      .describe('What follows if the score fails. `redact` needs a detector.'),
    stages: z
      .array(GuardStage)
      .min(1)
      .exactOptional()
      .describe('The stages at which the rule applies. Defaults to all.'),
    kinds: z
      .record(kind, GuardAction)
      .exactOptional()
      .describe('Another action for single kinds of findings, such as `{ "email": "allow" }`.'),
    onError: OnError.exactOptional().describe(
      'What a scorer that could not score means. Defaults to `onError` of the policy.',
    ),
    escalate: Escalation.exactOptional().describe(
      'Asks another scorer if the value is between `above` and `below`.',
    ),
  })
  .meta({ id: 'GuardRule' });

const Redaction = z
  .strictObject({
    mode: RedactionMode.exactOptional().describe(
      '`placeholder`: `[EMAIL]`. `mask`: `*` for each character. `hash`: `[EMAIL:9f2c…]`, the same for the same text in a project. `tokens`: `[EMAIL_1]`, with a map in the response that restores the originals. Defaults to `placeholder`.',
    ),
    kinds: z.record(kind, RedactionMode).exactOptional().describe('Another mode for single kinds.'),
  })
  .meta({ id: 'GuardRedaction' });

const content = {
  rules: z
    .array(GuardRule)
    .min(1)
    .max(LIMITS.scorers)
    .describe('What is checked. The strictest action of all rules decides.'),
  onError: OnError.exactOptional().describe(
    'What a scorer that could not score means. Defaults to `block` at the stages `output` and `tool-call`, `allow` at the others.',
  ),
  redaction: Redaction.exactOptional().describe('What replaces redacted text.'),
  requireCalibration: RequireCalibration.exactOptional(),
};

export const GuardPolicyContent: z.ZodType<contract.GuardPolicyContent> = z
  .strictObject(content)
  .meta({ id: 'GuardPolicyContent' });

const description = z.string().max(1_000).exactOptional().describe('What the policy is for.');

export const GuardPolicyVersionInput: z.ZodType<contract.GuardPolicyVersionInput> = z
  .strictObject({ description, ...content })
  .meta({
    id: 'GuardPolicyVersionInput',
    examples: [{ rules: [{ scorer: 'detect-secrets', action: 'block' }] }],
  });

export const GuardPolicyInput: z.ZodType<contract.GuardPolicyInput> = z
  .strictObject({ name: slugField.describe('Unique in the project.'), description, ...content })
  .meta({
    id: 'GuardPolicyInput',
    examples: [
      {
        name: 'support',
        rules: [
          { scorer: 'detect-injection', action: 'block', stages: ['input', 'tool-result'] },
          { scorer: 'detect-pii', action: 'redact', kinds: { url: 'allow' } },
        ],
        redaction: { mode: 'tokens' },
      },
    ],
  });

export const GuardPolicy: z.ZodType<contract.GuardPolicy> = z
  .strictObject({
    name: nameField.describe('Its name, which refers to its newest version.'),
    version: z.int().min(1).describe('Counts up from 1; a version never changes.'),
    description: z.string().describe('What it is for.'),
    ...content,
    fingerprint: z
      .string()
      .describe('SHA-256 over everything that decides an action: rules, scorers, redaction.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'GuardPolicy', description: 'A named, versioned set of guard rules.' });
