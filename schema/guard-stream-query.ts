import * as z from 'zod';
import { nameField } from './fields.ts';
import { GuardStage } from './guard-policy.ts';
import { GuardStreamMode } from './guard-stream-report.ts';
import { LIMITS } from './limits.ts';
import { StoreMode } from './verdict.ts';

/** The query of a stream that is guarded. */
export const GuardStreamQuery = z.strictObject({
  policy: nameField
    .optional()
    .describe('A policy by `name` or `name@3`. Defaults to the preset `default`.'),
  stage: GuardStage.default('output').describe(
    'Where the texts of the stream stand. Tool calls are checked at `tool-call`.',
  ),
  mode: GuardStreamMode.default('window').describe(
    '`window` holds back the end of the text until more has come. `buffer` sends nothing before the whole was checked. `observe` sends everything at once and only reports; it is refused for policies that redact or block.',
  ),
  dialect: z
    .enum(['text', 'openai-chat', 'openai-responses', 'ai-sdk', 'anthropic'])
    .optional()
    .describe('The shape of the chunks. Told from them if omitted.'),
  holdBack: z.coerce
    .number()
    .int()
    .min(0)
    .max(LIMITS.holdBackCharacters)
    .default(256)
    .describe(
      'Characters that `window` holds back: at least as many as the longest text that a rule finds.',
    ),
  onError: z
    .enum(['allow', 'block'])
    .optional()
    .describe(
      'What a check that fails as a whole means. Defaults to `block` at the stages `output` and `tool-call`, `allow` at the others.',
    ),
  store: StoreMode.optional().describe(
    'Whether the verdicts on whole texts and tool calls are stored. Defaults to `none`.',
  ),
});

export type GuardStreamQuery = z.output<typeof GuardStreamQuery>;
