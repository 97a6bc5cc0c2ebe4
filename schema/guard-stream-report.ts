import * as z from 'zod';
import { GuardFinding, GuardNotRun } from './guard.ts';
import { GuardAction, GuardStage } from './guard-policy.ts';
import type * as contract from './types.ts';

export const GuardStreamMode = z.enum(['buffer', 'window', 'observe']);

const part = z.string().describe('The text or tool call, such as `choices/0/content`.');
const status = z.enum(['checked', 'not_run']);
const decidedBy = z.string().nullable();

const GuardStreamPart = z
  .strictObject({
    part,
    stage: GuardStage,
    status: status.describe('`not_run` if some of it went unchecked: it did not pass.'),
    action: GuardAction.describe('The strictest action that a rule asked for.'),
    decidedBy: decidedBy.describe('Name of the score that decided the action.'),
    verdictId: z
      .string()
      .nullable()
      .describe('Id of the verdict on the whole part; null if there is none.'),
    reason: z.string().exactOptional().describe('Why it went unchecked.'),
  })
  .meta({ id: 'GuardStreamPart' });

const GuardStreamFinding = GuardFinding.extend({
  part,
  isLate: z
    .literal(true)
    .exactOptional()
    .describe('Some of it had gone out before it was found: `holdBack` is too short for it.'),
}).meta({ id: 'GuardStreamFinding' });

export const GuardStreamReport: z.ZodType<contract.GuardStreamReport> = z
  .strictObject({
    status: status.describe('`not_run` if any part of it went unchecked: it did not pass.'),
    mode: GuardStreamMode.describe('When its text went out.'),
    action: GuardAction.describe('The strictest action of all parts.'),
    decidedBy: decidedBy.describe('Name of the score that decided the action; null for `allow`.'),
    verdictId: z
      .string()
      .nullable()
      .describe('Id of the verdict on the part that decided, else on the first.'),
    findings: z
      .array(GuardStreamFinding)
      .describe('What was found, with offsets in the whole text of the part.'),
    notRun: z
      .array(GuardNotRun.extend({ part }))
      .describe('Rules that were not applied: they did not pass.'),
    parts: z.array(GuardStreamPart).describe('Each text and tool call of the stream.'),
    tokens: z
      .record(z.string(), z.string())
      .exactOptional()
      .describe('What each token stands for, if there are any. It is not stored.'),
  })
  .meta({ id: 'GuardStreamReport', description: 'What the guard made of a stream.' });
