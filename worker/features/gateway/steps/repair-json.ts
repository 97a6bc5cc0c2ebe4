import type { JsonObject, JsonValue, PipelinePostStep } from '@assay/schema/types.ts';
import { UnusableSchema } from '@assay/scorers/format/json-schema-validator.ts';
import { WorkExceeded } from '@assay/scorers/work.ts';
import { isJsonObject } from '../../../core/json-object.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { Exchange } from '../exchange.ts';
import { type AnswerText, saidIn, textsOfAnswer, withText } from '../openai/answer-texts.ts';
import { followUp } from '../openai/follow-up.ts';
import { type RequestedJson, requestedJson } from '../openai/requested-json.ts';
import { hideOriginals } from '../openai/sample-of.ts';
import { onWholeAnswer } from '../openai/whole-answer.ts';
import type { After, AskAgain, Step } from '../step.ts';
import { type Faults, fittingJson } from './fitting-json.ts';

type Settings = Omit<Extract<PipelinePostStep, { step: 'repair-json' }>, 'step'>;

/**
 * Holds answers to the JSON that the request asks for: repairs its syntax, and asks the model once more if
 * that is not enough. An answer that still does not fit goes out as it was, and the note says so; one that was
 * cut off is not repaired, as what is missing would look like the whole. Streams are held until they are whole.
 */
export function repairJson({ askAgain = true }: Settings, ask: AskAgain): Step {
  const after = (exchange: Exchange, answer: JsonObject): Promise<After> => {
    const requested = requestedJson(exchange);
    if (requested === undefined || exchange.endpoint === 'embeddings') return Promise.resolve({});
    return repair({ exchange, requested, ask: askAgain ? ask : undefined }, answer);
  };
  return {
    name: 'repair-json',
    after,
    async onStream(exchange) {
      if (requestedJson(exchange) === undefined) return undefined;
      return onWholeAnswer(exchange, (answer) => after(exchange, answer));
    },
  };
}

interface Repairing {
  exchange: Exchange;
  requested: RequestedJson;
  ask: AskAgain | undefined;
}

async function repair(repairing: Repairing, answer: JsonObject): Promise<After> {
  const texts = textsOfAnswer(repairing.exchange.endpoint, answer).filter(isContent);
  try {
    let sent = answer;
    const repaired: Repaired[] = [];
    for (const found of texts) {
      const isAsked = repaired.some(({ asked }) => asked !== undefined);
      const one: Repaired = isCutOff(answer, found)
        ? { status: 'cut_off' }
        : await repairText(isAsked ? { ...repairing, ask: undefined } : repairing, found.text);
      repaired.push(one);
      if (one.json !== undefined) sent = withText(sent, found.path, one.json);
    }
    if (repaired.length === 0) return {};
    return { ...(sent === answer ? {} : { answer: sent }), note: noteOf(repaired) };
  } catch (cause) {
    if (!(cause instanceof UnusableSchema) && !(cause instanceof WorkExceeded)) throw cause;
    return { note: { status: 'not_run', reason: cause.message } };
  }
}

// From the best to the worst.
const STATUSES = ['valid', 'repaired', 'asked_again', 'cut_off', 'invalid'] as const;

/** What became of one text. */
interface Repaired {
  status: (typeof STATUSES)[number];
  /** What it is to say; undefined if it stays. */
  json?: string;
  faults?: Faults;
  /** `fits`, `does_not_fit`, or the code of why there is no answer; undefined if nobody was asked. */
  asked?: string;
}

async function repairText(repairing: Repairing, text: string): Promise<Repaired> {
  const fitting = await fittingJson(text, repairing.requested.schema);
  if ('json' in fitting) {
    return fitting.isRepaired ? { status: 'repaired', json: fitting.json } : { status: 'valid' };
  }
  const { faults } = fitting;
  if (repairing.ask === undefined) return { status: 'invalid', faults };
  const { outcome: asked, json } = await askOnce(repairing, repairing.ask, text, faults);
  if (json === undefined) return { status: 'invalid', faults, asked };
  return { status: 'asked_again', json, faults, asked };
}

function noteOf(repaired: readonly Repaired[]): JsonObject {
  const worst = Math.max(...repaired.map(({ status }) => STATUSES.indexOf(status)));
  const faults = repaired.flatMap((one) => (one.faults ?? []).map((fault) => ({ ...fault })));
  const asked = repaired.find((one) => one.asked !== undefined)?.asked;
  return {
    status: STATUSES[worst] ?? 'valid',
    ...(faults.length === 0 ? {} : { faults }),
    ...(asked === undefined ? {} : { askedAgain: asked }),
  };
}

async function askOnce(
  { exchange, requested }: Repairing,
  ask: AskAgain,
  text: string,
  faults: Faults,
): Promise<{ outcome: string; json?: string }> {
  const { endpoint, body } = exchange;
  const said = hideOriginals(text, exchange);
  try {
    const again = await ask(exchange, followUp(endpoint, body, { said, told: tell(faults) }));
    const fitting = await fittingJson(saidIn(endpoint, again), requested.schema);
    return 'json' in fitting
      ? { outcome: 'fits', json: fitting.json }
      : { outcome: 'does_not_fit' };
  } catch (cause) {
    if (!(cause instanceof ApiProblem)) throw cause;
    return { outcome: cause.code };
  }
}

function tell(faults: Faults): string {
  const list = faults.map(({ pointer, message }) => `- ${pointer || 'the root'} ${message}`);
  return `Your answer does not fit the format that was asked for:\n${list.join('\n')}\nAnswer again with the corrected JSON and nothing else.`;
}

/** Whether the text is what the model says to its reader, and no refusal or reasoning. */
function isContent({ kind, part, path }: AnswerText): boolean {
  const last = path.at(-1);
  return kind === 'text' && (last === 'content' || (last === 'text' && part.includes('/content/')));
}

/** Whether the model had to stop before its end, for its length or by a filter. */
function isCutOff({ choices, status }: JsonObject, { path }: AnswerText): boolean {
  const [, at] = path;
  const reason = Array.isArray(choices) && typeof at === 'number' ? finishOf(choices[at]) : null;
  return (
    reason === 'length' ||
    reason === 'content_filter' ||
    status === 'incomplete' ||
    status === 'failed'
  );
}

function finishOf(choice: JsonValue | undefined): JsonValue {
  return isJsonObject(choice) ? (choice.finish_reason ?? null) : null;
}
