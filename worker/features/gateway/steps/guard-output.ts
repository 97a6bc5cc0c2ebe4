import { frameOf, isFrame } from '@assay/schema/guard-stream/frame.ts';
import { HOLD_BACK, type StreamGuard } from '@assay/schema/guard-stream/stream-guard.ts';
import type {
  GuardStreamReport,
  JsonObject,
  JsonValue,
  PipelineGuardOutput,
} from '@assay/schema/types.ts';
import { isJsonObject, objectsIn } from '../../../core/json-object.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { GuardNeeds } from '../../guard/guard.ts';
import { guardStream } from '../../guard/guard-stream.ts';
import type { Exchange } from '../exchange.ts';
import { refuseChoice, refuseResponse } from '../openai/refusal.ts';
import { messagesOfTurns, turnsOfRequest } from '../openai/request-turns.ts';
import { onWholeAnswer } from '../openai/whole-answer.ts';
import type { After, Step, StreamStep } from '../step.ts';

/**
 * Checks answers: texts at the stage `output`, and tool calls, which stay whole, at `tool-call`. Each choice
 * is checked by itself, and one that is blocked becomes a refusal.
 *
 * Of streams, `buffer` holds all and does the same; `window` sends what later text cannot change, and a
 * block ends the stream with an error; `observe` sends all and reports, and is refused for a policy that
 * redacts or blocks. Tokens of `guardInput` stay what they are; those given here are not restored.
 *
 * @param name of the step: `redact` is this one among those that process an answer
 */
export function guardOutput(
  settings: PipelineGuardOutput,
  needs: GuardNeeds,
  name = 'guardOutput',
): Step {
  const { stream = 'window' } = settings;
  const after = (exchange: Exchange, answer: JsonObject) =>
    guardAnswer({ settings, exchange, needs }, answer);
  return {
    name,
    after,
    async onStream(exchange) {
      if (stream === 'buffer') return onWholeAnswer(exchange, (answer) => after(exchange, answer));
      return streamStepOf(await guardOf({ settings, exchange, needs }, stream));
    },
  };
}

interface Guarding {
  settings: PipelineGuardOutput;
  exchange: Exchange;
  needs: GuardNeeds;
}

function guardOf(
  { settings, exchange, needs }: Guarding,
  mode: 'buffer' | 'window' | 'observe',
  tokens: Readonly<Record<string, string>> = exchange.tokens,
): Promise<StreamGuard> {
  const { endpoint, body, context, contexts, storing } = exchange;
  const { turns } = turnsOfRequest(endpoint, body);
  const about = {
    messages: messagesOfTurns(turns),
    ...(contexts.length === 0 ? {} : { contexts: [...contexts] }),
    ...(storing.redact && { redact: storing.redact }),
  };
  const { policy } = settings;
  const dialect = endpoint === 'responses' ? 'openai-responses' : 'openai-chat';
  return guardStream(
    { policy, stage: 'output', mode, dialect, holdBack: HOLD_BACK, about, tokens },
    context,
    needs,
    (cause) => (cause instanceof ApiProblem ? cause.detail : 'The check failed.'),
  );
}

function streamStepOf(guard: StreamGuard): StreamStep {
  return {
    push: async (frame) => (await guard.push(frame)).filter(isFrame),
    end: async () => (await guard.end()).filter(isFrame),
    stopped: () =>
      guard.isBlocked()
        ? { code: 'guard_blocked', message: 'The guard blocked the rest of this answer.' }
        : undefined,
    note: () => noteOf([guard.report()]),
  };
}

/** Checks a whole answer, each of its choices as the stream of one chunk. */
async function guardAnswer(guarding: Guarding, answer: JsonObject): Promise<After> {
  const { endpoint } = guarding.exchange;
  if (endpoint === 'embeddings') return {};
  return endpoint === 'responses'
    ? guardResponse(guarding, answer)
    : guardChoices(guarding, answer);
}

async function guardResponse(guarding: Guarding, response: JsonObject): Promise<After> {
  const guard = await guardOf(guarding, 'buffer');
  const sent = await checkChunk(guard, { type: 'response.completed', response });
  const note = noteOf([guard.report()]);
  if (sent === undefined) {
    const { blockedText } = guarding.settings;
    return { answer: refuseResponse(response, { blockedText }), note };
  }
  const { response: checked } = sent;
  return checked === response || !isJsonObject(checked) ? { note } : { answer: checked, note };
}

async function guardChoices(guarding: Guarding, answer: JsonObject): Promise<After> {
  const { blockedText } = guarding.settings;
  const reports: GuardStreamReport[] = [];
  const choices: JsonObject[] = [];
  let tokens: Readonly<Record<string, string>> = guarding.exchange.tokens;
  for (const choice of objectsIn(answer.choices)) {
    const { message, ...rest } = choice;
    const guard = await guardOf(guarding, 'buffer', tokens);
    const sent = await checkChunk(guard, { choices: [{ ...rest, delta: message ?? null }] });
    const report = guard.report();
    reports.push(report);
    tokens = report.tokens ?? tokens;
    const { delta, ...others } = objectsIn(sent?.choices)[0] ?? {};
    if (sent === undefined) choices.push(refuseChoice(choice, { blockedText }));
    else if (delta === message) choices.push(choice);
    else choices.push({ ...others, message: delta ?? null });
  }
  const isChanged = choices.some((choice, i) => choice !== objectsIn(answer.choices)[i]);
  const note = noteOf(reports);
  return isChanged ? { answer: { ...answer, choices }, note } : { note };
}

/** @returns the chunk with its redactions; undefined if it is blocked */
async function checkChunk(guard: StreamGuard, chunk: JsonObject): Promise<JsonObject | undefined> {
  await guard.push(frameOf('', chunk));
  const [frame] = (await guard.end()).filter(isFrame);
  return !guard.isBlocked() && isJsonObject(frame?.value) ? frame.value : undefined;
}

const ACTIONS = ['allow', 'flag', 'redact', 'block'] as const;

function noteOf(reports: readonly GuardStreamReport[]): JsonObject {
  const strictest = Math.max(0, ...reports.map(({ action }) => ACTIONS.indexOf(action)));
  const deciding = reports.find(({ action }) => action === ACTIONS[strictest]);
  const [first] = reports;
  const isChecked = reports.length > 0 && reports.every(({ status }) => status === 'checked');
  return {
    status: isChecked ? 'checked' : 'not_run',
    ...(first === undefined ? {} : { mode: first.mode }),
    action: ACTIONS[strictest] ?? 'allow',
    decidedBy: deciding?.decidedBy ?? null,
    findings: reports.flatMap(({ findings }) => asJson(findings)),
    notRun: reports.flatMap(({ notRun }) => asJson(notRun)),
    parts: reports.flatMap(({ parts }) => asJson(parts)),
  };
}

/** Members of a report without those that are undefined. */
function asJson(members: readonly object[]): JsonValue[] {
  return members.map((member) => ({ ...member }));
}
