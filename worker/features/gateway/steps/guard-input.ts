import { replaceAt } from '@assay/schema/guard-stream/dialect.ts';
import type {
  GuardRequest,
  GuardResult,
  GuardStage,
  JsonObject,
  PipelineGuardInput,
  Role,
} from '@assay/schema/types.ts';
import { isJsonObject } from '../../../core/json-object.ts';
import { type GuardNeeds, guard } from '../../guard/guard.ts';
import { planGuard } from '../../guard/plan-guard.ts';
import type { Exchange } from '../exchange.ts';
import { refusedAnswer } from '../openai/refusal.ts';
import {
  messagesOfTurns,
  type RequestTurns,
  type Turn,
  turnsOfRequest,
} from '../openai/request-turns.ts';
import type { Before, Step } from '../step.ts';

/**
 * Checks a request before a model is asked: the turns of users at the stage `input`, results of tools at
 * `tool-result`. Rules see the whole conversation, so that `over` can name other turns.
 *
 * A block answers in the model's place. What is redacted is replaced in the request; tokens are kept in
 * the exchange for `restore`. A rule that could not be applied does as its `onError` says, and so does
 * every rule for texts that came as tokens. Images and other media are reported in `notLookedAt`.
 */
export function guardInput(settings: PipelineGuardInput, needs: GuardNeeds): Step {
  return {
    name: 'guardInput',
    async before(exchange): Promise<Before> {
      const found = turnsOfRequest(exchange.endpoint, exchange.body);
      const checked = await checkStages(found.turns, settings, exchange, needs);
      const isBlocked = checked.isBlocked || (await isClosedTo(found, settings, exchange, needs));
      const note = noteOf(checked.results, found, isBlocked);
      if (isBlocked) {
        const { blockedText } = settings;
        return { answer: refusedAnswer(exchange, { blockedText }, needs.nowMs()), note };
      }
      const body = withTexts(exchange.body, found.turns, checked.messages);
      return { ...(body === exchange.body ? {} : { body }), note };
    },
  };
}

const STAGES = [
  { stage: 'input', roles: ['system', 'developer', 'user'] },
  { stage: 'tool-result', roles: ['tool', 'function'] },
] as const satisfies { stage: GuardStage; roles: Role[] }[];

type Messages = NonNullable<GuardRequest['messages']>;

interface Checked {
  results: GuardResult[];
  /** The turns with their redactions. */
  messages: Messages;
  isBlocked: boolean;
}

async function checkStages(
  turns: readonly Turn[],
  { policy }: PipelineGuardInput,
  exchange: Exchange,
  needs: GuardNeeds,
): Promise<Checked> {
  const checked: Checked = { results: [], messages: messagesOfTurns(turns), isBlocked: false };
  for (const { stage, roles } of STAGES) {
    if (!turns.some(({ role }) => roles.some((one) => one === role))) continue;
    const request: GuardRequest = {
      stage,
      messages: checked.messages,
      ...(policy === undefined ? {} : { policy }),
      ...(exchange.storing.redact && { redact: exchange.storing.redact }),
      ...(Object.keys(exchange.tokens).length === 0 ? {} : { tokens: exchange.tokens }),
    };
    const result = await guard(request, exchange.context, needs);
    checked.results.push(result);
    if (result.action === 'block') return { ...checked, isBlocked: true };
    Object.assign(exchange.tokens, result.tokens);
    checked.messages = result.messages ?? checked.messages;
  }
  return checked;
}

/** Whether a rule blocks what it could not look at. */
async function isClosedTo(
  { hasUnreadable }: RequestTurns,
  { policy }: PipelineGuardInput,
  { context }: Exchange,
  needs: GuardNeeds,
): Promise<boolean> {
  if (!hasUnreadable) return false;
  const request = { stage: 'input' as const, ...(policy === undefined ? {} : { policy }) };
  const { rules } = await planGuard(request, context.principal.projectId, needs);
  return rules.some(({ onError }) => onError === 'block');
}

/** The body with the texts of the turns as they are now. */
function withTexts(body: JsonObject, turns: readonly Turn[], messages: Messages): JsonObject {
  return turns.reduce((changed, { texts }, i) => {
    const message = messages[i];
    const content = message !== undefined && 'role' in message ? message.content : null;
    const now = Array.isArray(content) ? content.map((part) => part.text) : [content];
    return texts.reduce((inner, { text, path }, k) => {
      if (now[k] === text || typeof now[k] !== 'string') return inner;
      const next = replaceAt(inner, path, now[k]);
      return isJsonObject(next) ? next : inner;
    }, changed);
  }, body);
}

const ACTIONS = ['allow', 'flag', 'redact', 'block'] as const;

function noteOf(
  results: readonly GuardResult[],
  { media, hasUnreadable }: RequestTurns,
  isBlocked: boolean,
): JsonObject {
  const strictest = Math.max(0, ...results.map(({ action }) => ACTIONS.indexOf(action)));
  const deciding = results.find(({ action }) => action === ACTIONS[strictest]);
  const notRun = results.flatMap((result) => result.notRun);
  const notLookedAt = [...media, ...(hasUnreadable ? ['tokens'] : [])];
  const wasLookedAt = results.some(({ scores }) => scores.some((one) => one.status === 'scored'));
  // A rule that has nothing to do, such as one without its system prompt, is skipped, not failed.
  const isOpen = notRun.some(({ status }) => status === 'error' || status === 'uncalibrated');
  return {
    status: wasLookedAt && !isOpen && !hasUnreadable ? 'checked' : 'not_run',
    action: isBlocked ? 'block' : (ACTIONS[strictest] ?? 'allow'),
    decidedBy: deciding?.decidedBy ?? null,
    findings: results.flatMap(({ findings }) => findings.map((finding) => ({ ...finding }))),
    notRun: notRun.map((rule) => ({ ...rule })),
    ...(notLookedAt.length === 0 ? {} : { notLookedAt }),
  };
}
