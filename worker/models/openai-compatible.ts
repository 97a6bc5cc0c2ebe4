import { ChatCompletion, EmbeddingList, ErrorAnswer, readChoice } from './openai-wire.ts';
import {
  type Completion,
  type CompletionRequest,
  type Embedding,
  guessTokens,
  ModelError,
  type Provider,
} from './provider.ts';

export interface OpenAiCompatibleSettings {
  name: string;
  /** Up to and including the version, such as `http://127.0.0.1:11434/v1`. */
  baseUrl: string;
  apiKey?: string | undefined;
  isFree: boolean;
}

/** How to ask a model: what of the wire format it understands, as it was found to. */
interface Manner {
  format: 'schema' | 'object' | 'none';
  limit: 'max_tokens' | 'max_completion_tokens';
  leaveOut: Set<'temperature' | 'seed' | 'logprobs'>;
}

const MOST_BYTES = 4_000_000;
const ALTERNATIVES = 10;
// Each refusal drops one thing; there are five to drop.
const MOST_ADAPTATIONS = 5;

/**
 * Any server that speaks OpenAI's chat completions and embeddings: OpenAI, vLLM, Ollama,
 * llama.cpp, AI gateways. Servers differ in what they understand: what one refuses is left out and
 * remembered, down to no JSON mode at all.
 *
 * Source: OpenAI API reference, chat completions and embeddings.
 * @param fetcher how to reach it
 * @param nowMs for a Retry-After that is a date
 */
export function createOpenAiCompatible(
  settings: OpenAiCompatibleSettings,
  fetcher: typeof fetch,
  nowMs: () => number,
): Provider {
  const manners = new Map<string, Manner>();
  const mannerOf = (model: string): Manner => {
    const known = manners.get(model);
    if (known) return known;
    const fresh: Manner = { format: 'schema', limit: 'max_tokens', leaveOut: new Set() };
    manners.set(model, fresh);
    return fresh;
  };

  return {
    isFree: settings.isFree,

    async complete(request) {
      const manner = mannerOf(request.model);
      for (let adapted = 0; ; adapted += 1) {
        const asked = toBody(request, manner);
        const answer = await post('/chat/completions', asked, request.signal);
        if (answer.ok) return toCompletion(answer.json, request);
        const canAdapt =
          adapted < MOST_ADAPTATIONS && (answer.status === 400 || answer.status === 422);
        if (!canAdapt || !adapt(manner, asked, answer.complaint)) throw toError(answer);
      }
    },

    async embed({ model, texts, signal }) {
      const answer = await post(
        '/embeddings',
        { model, input: texts, encoding_format: 'float' },
        signal,
      );
      if (!answer.ok) throw toError(answer);
      return toEmbedding(answer.json, texts);
    },

    rerank,
  };

  async function rerank(): Promise<never> {
    // OpenAI has no such call, and servers that have one disagree on what its numbers mean.
    throw new ModelError('judge_rejected', `${settings.name} is not asked for reranking.`);
  }

  async function post(path: string, body: object, signal: AbortSignal): Promise<Answer> {
    let response: Response;
    let text: string;
    try {
      response = await fetcher(settings.baseUrl + path, {
        method: 'POST',
        // A redirect would carry the sample to a host that nobody configured.
        redirect: 'manual',
        headers: {
          'Content-Type': 'application/json',
          ...(settings.apiKey ? { Authorization: `Bearer ${settings.apiKey}` } : {}),
        },
        body: JSON.stringify(body),
        signal,
      });
      text = await readText(response);
    } catch (cause) {
      if (cause instanceof ModelError || signal.aborted) throw cause;
      throw passing('judge_unavailable', `${settings.name} could not be reached, or broke off.`);
    }
    const { status, headers } = response;
    const json = parse(text);
    if (status === 200 && json !== undefined) return { ok: true, json };
    if (status === 200) {
      throw passing('judge_unavailable', `${settings.name} answered something that is not JSON.`);
    }
    return {
      ok: false,
      status,
      retryAfterMs: readRetryAfter(headers, nowMs()),
      complaint: readComplaint(json),
    };
  }

  function toCompletion(json: unknown, { messages }: CompletionRequest): Completion {
    const parsed = ChatCompletion.safeParse(json);
    if (!parsed.success) {
      throw passing('judge_unavailable', `${settings.name} answered in an unknown shape.`);
    }
    const { model, system_fingerprint: print, usage } = parsed.data;
    const { isRefused, ...choice } = readChoice(parsed.data);
    if (isRefused) throw new ModelError('judge_refused', `${settings.name} declined to answer.`);
    const version = [model, print].filter((part) => typeof part === 'string' && part !== '');
    return {
      ...choice,
      modelVersion: version.length > 0 ? version.join(' ') : null,
      usage: {
        inputTokens: usage?.prompt_tokens ?? guessTokens(...messages.map(({ content }) => content)),
        outputTokens: usage?.completion_tokens ?? guessTokens(choice.text),
      },
    };
  }

  function toEmbedding(json: unknown, texts: readonly string[]): Embedding {
    const parsed = EmbeddingList.safeParse(json);
    const sorted = parsed.data?.data.toSorted((a, b) => a.index - b.index) ?? [];
    const length = sorted[0]?.embedding.length;
    if (
      sorted.length !== texts.length ||
      sorted.some(({ embedding }) => embedding.length !== length)
    ) {
      throw passing('judge_unavailable', `${settings.name} answered in an unknown shape.`);
    }
    const inputTokens = parsed.data?.usage?.prompt_tokens ?? guessTokens(...texts);
    return {
      vectors: sorted.map(({ embedding }) => embedding),
      usage: { inputTokens, outputTokens: 0 },
    };
  }

  function toError({ status, retryAfterMs, complaint }: Refusal): ModelError {
    const { name } = settings;
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
    if (
      status === 413 ||
      /context.?(?:length|size|window)|too (?:long|large|many tokens)/.test(complaint)
    ) {
      return new ModelError('judge_input_too_large', `The sample is too long for ${name}’s model.`);
    }
    if (status === 429) {
      const isSpent = /insufficient_quota|billing/.test(complaint);
      const what = isSpent ? 'has no quota left' : 'asks to wait';
      return new ModelError('judge_rate_limited', `${name} ${what}.`, {
        isTransient: !isSpent,
        ...wait,
      });
    }
    if (status >= 500 || status === 408 || status === 409 || status === 425) {
      const message = `${name} answered ${status}.`;
      return new ModelError('judge_unavailable', message, { isTransient: status !== 501, ...wait });
    }
    if (/content.?(?:filter|policy)|safety/.test(complaint)) {
      return new ModelError('judge_refused', `${name} declined to judge this sample.`);
    }
    const hint = { 401: ': mind its key', 403: ': mind its key', 404: ': mind the model’s name' }[
      status
    ];
    return new ModelError('judge_rejected', `${name} answered ${status}${hint ?? ''}.`);
  }
}

type Answer = { ok: true; json: unknown } | Refusal;

interface Refusal {
  ok: false;
  status: number;
  retryAfterMs: number | undefined;
  /** The server's words in lower case: to tell kinds of errors apart, never to be shown. */
  complaint: string;
}

function passing(code: 'judge_unavailable', message: string): ModelError {
  return new ModelError(code, message, { isTransient: true });
}

function toBody(request: CompletionRequest, { format, limit, leaveOut }: Manner) {
  const { model, messages, schema, schemaName, temperature, seed, maxTokens, logprobs } = request;
  const formats = {
    schema: { type: 'json_schema', json_schema: { name: schemaName, schema, strict: true } },
    object: { type: 'json_object' },
    none: undefined,
  };
  const responseFormat = formats[format];
  return {
    model,
    messages,
    [limit]: maxTokens,
    ...(leaveOut.has('temperature') ? {} : { temperature }),
    ...(seed === null || leaveOut.has('seed') ? {} : { seed }),
    ...(logprobs && !leaveOut.has('logprobs') ? { logprobs, top_logprobs: ALTERNATIVES } : {}),
    ...(responseFormat ? { response_format: responseFormat } : {}),
  };
}

/** Leaves out what a server complained of; false when that is nothing we sent. */
function adapt(manner: Manner, asked: object, complaint: string): boolean {
  if (manner.limit === 'max_tokens' && complaint.includes('max_completion_tokens')) {
    manner.limit = 'max_completion_tokens';
    return true;
  }
  for (const setting of ['logprobs', 'temperature', 'seed'] as const) {
    if (!(setting in asked) || !complaint.includes(setting)) continue;
    manner.leaveOut.add(setting);
    return true;
  }
  if (
    manner.format !== 'none' &&
    /response_format|json|schema|grammar|structured/.test(complaint)
  ) {
    manner.format = manner.format === 'schema' ? 'object' : 'none';
    return true;
  }
  return false;
}

async function readText(response: Response): Promise<string> {
  // What says its length is read at once; the platform holds it to that, unless it is packed.
  const isPacked = response.headers.has('content-encoding');
  const length = isPacked ? null : response.headers.get('content-length');
  if (length !== null && Number(length) <= MOST_BYTES) return response.text();
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  // A connection that breaks off rejects this too; the read below tells of it.
  reader.closed.catch(() => {});
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MOST_BYTES) {
      await reader.cancel();
      throw new ModelError('judge_unavailable', 'The judge’s answer is far too long.');
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readComplaint(json: unknown): string {
  const parsed = ErrorAnswer.safeParse(json);
  if (!parsed.success)
    return json === undefined ? '' : JSON.stringify(json).slice(0, 2_000).toLowerCase();
  const { error } = parsed.data;
  if (typeof error === 'string') return error.toLowerCase();
  return [error.code, error.param, error.type, error.message].join(' ').toLowerCase();
}

/** Source: RFC 9110, section 10.2.3; `retry-after-ms` as OpenAI and Azure send it. */
function readRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (exact >= 0) return exact;
  const given = headers.get('retry-after');
  if (given === null) return undefined;
  const seconds = Number(given);
  if (given.trim() !== '' && seconds >= 0) return seconds * 1_000;
  const atMs = Date.parse(given);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
