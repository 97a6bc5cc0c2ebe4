import type { JsonObject, PipelinePostStep } from '@assay/schema/types.ts';
import * as z from 'zod';
import type { Config } from '../../../core/config.ts';
import type { Log } from '../../../core/log.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { RecipientStore } from '../../../store/recipients.ts';
import type { SecretNeeds } from '../../webhooks/secrets.ts';
import { signedHeaders } from '../../webhooks/signed-headers.ts';
import { targetFault } from '../../webhooks/targets.ts';
import type { Exchange } from '../exchange.ts';
import { rewriteTexts, saidIn, textsOfAnswer } from '../openai/answer-texts.ts';
import { onWholeAnswer } from '../openai/whole-answer.ts';
import type { After, Step } from '../step.ts';

type Settings = Omit<Extract<PipelinePostStep, { step: 'http' }>, 'step'>;

export interface HttpStepNeeds extends SecretNeeds {
  config: Config;
  recipients: Pick<RecipientStore, 'countHttpStep'>;
  fetch: typeof fetch;
  nowMs(): number;
  log: Log;
}

const TIMEOUT_MS = 3_000;
const MOST_BYTES = 1_048_576;

/** What the service answers. Other fields are ignored, so that it can grow. */
const Enriched = z.object({
  /** Replaces what the answer says. */
  text: z.string().optional(),
  /** Shown in the `assay` field. */
  data: z.record(z.string(), z.json()).optional(),
});

/**
 * Sends each answer to a service of the user's own, which may replace its text and add data.
 *
 * The URL is held to the rules of webhooks when it is called, and the call is signed as they are; redirects
 * are not followed, and time and size are limited. If the service fails, the answer goes out as it was, or
 * with `onError: fail` the request fails. What it returns is not guarded. Streams are held until they are
 * whole.
 */
export function httpStep(settings: Settings, needs: HttpStepNeeds): Step {
  const after = (exchange: Exchange, answer: JsonObject) =>
    exchange.endpoint === 'embeddings'
      ? Promise.resolve<After>({})
      : enrich({ settings, exchange, needs }, answer);
  return {
    name: 'http',
    after,
    onStream: async (exchange) => onWholeAnswer(exchange, (answer) => after(exchange, answer)),
  };
}

interface Calling {
  settings: Settings;
  exchange: Exchange;
  needs: HttpStepNeeds;
}

async function enrich(calling: Calling, answer: JsonObject): Promise<After> {
  const { endpoint } = calling.exchange;
  const reply = await call(calling, answer);
  if ('failure' in reply) {
    if (calling.settings.onError === 'fail') {
      throw new ApiProblem('step_failed', { detail: `The step "http" failed. ${reply.failure}` });
    }
    return { note: { status: 'failed', reason: reply.failure } };
  }
  const { text, data } = reply;
  const changed = text === undefined ? answer : withSaid(calling.exchange, answer, text);
  const hasNoPlace = text !== undefined && textsOfAnswer(endpoint, answer).length === 0;
  return {
    ...(changed === answer ? {} : { answer: changed }),
    note: {
      status: changed === answer ? 'unchanged' : 'changed',
      ...(hasNoPlace ? { reason: 'The answer has no text to replace.' } : {}),
      ...(data === undefined ? {} : { data }),
    },
  };
}

/** Puts a text where the answer says something; further texts of the same answer are dropped. */
function withSaid({ endpoint }: Exchange, answer: JsonObject, text: string): JsonObject {
  let isPlaced = false;
  return rewriteTexts(endpoint, answer, (found) => {
    if (!found.isSaid || !found.isFirst) return found.text;
    const placed = isPlaced ? '' : text;
    isPlaced = true;
    return placed;
  });
}

type Reply = z.output<typeof Enriched> | { failure: string };

async function call({ settings, exchange, needs }: Calling, answer: JsonObject): Promise<Reply> {
  const { url, timeoutMs = TIMEOUT_MS } = settings;
  const { endpoint, body, context } = exchange;
  const fault = targetFault(url, needs.config);
  if (fault !== undefined) return { failure: `The URL ${fault}.` };
  const { requestId, principal, signal: left } = context;
  const message = JSON.stringify({
    type: 'assay.answer',
    requestId,
    endpoint,
    request: body,
    text: saidIn(endpoint, answer),
    answer,
  });
  const counted = count(principal.projectId, url, needs);
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const signing = { projectId: principal.projectId, id: requestId, body: message };
    const response = await needs.fetch(url, {
      method: 'POST',
      body: message,
      // A redirect could lead where the URL itself may not.
      redirect: 'manual',
      signal: left === undefined ? timeout : AbortSignal.any([timeout, left]),
      headers: await signedHeaders(signing, needs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return { failure: `The service answered ${response.status} instead of 2xx.` };
    }
    return await read(response);
  } catch (cause) {
    if (cause instanceof ApiProblem) return { failure: cause.detail };
    if (timeout.aborted) return { failure: `The service did not answer within ${timeoutMs} ms.` };
    return { failure: 'The connection failed.' };
  } finally {
    await counted;
  }
}

/** The data map says who was sent what; an answer does not fail for it. */
async function count(
  projectId: string,
  url: string,
  { recipients, nowMs, log }: HttpStepNeeds,
): Promise<void> {
  const day = new Date(nowMs()).toISOString().slice(0, 10);
  try {
    await recipients.countHttpStep(projectId, { day, host: new URL(url).host });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.name : 'unknown';
    log({ level: 'error', event: 'http_step_not_counted', projectId, reason });
  }
}

async function read(response: Response): Promise<Reply> {
  const text = await readText(response);
  if (text === undefined) return { failure: `The answer has more than ${MOST_BYTES} bytes.` };
  // Nothing to change.
  if (text === '') return {};
  const value: unknown = attempt(() => JSON.parse(text));
  const parsed = Enriched.safeParse(value);
  return parsed.success
    ? parsed.data
    : { failure: 'The answer is not a JSON object with `text` and `data`.' };
}

/** @returns undefined if there is more than may be */
async function readText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the body.
    if (bytes > MOST_BYTES) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
