import type { CompletionRequest, Embedding, EmbeddingRequest, Provider } from '../provider.ts';
import { ModelError } from '../provider.ts';
import { adapt } from './adapt.ts';
import { LEAST_ROOM } from './adapt-limits.ts';
import { generousTokens, type Manner, toChatBody } from './chat-body.ts';
import { type Complaint, readComplaint } from './complaint.ts';
import { createDialects, type Dialects, narrow } from './dialect.ts';
import { endpointOf } from './endpoint.ts';
import { forward, listModels } from './forward.ts';
import { type Answer, postJson, type Server } from './post-json.ts';
import { quotableMessage } from './quotable-message.ts';
import { countWhole, readCompletion, unknownShape } from './read-completion.ts';
import { isFailedGeneration, toModelError } from './to-model-error.ts';
import { EmbeddingList } from './wire.ts';

export interface OpenAiCompatibleSettings extends Server {
  /** Whether its calls cost nothing. */
  isFree: boolean;
}

// More than there are things to adapt, each of which can be adapted a few times at most.
const MOST_ADAPTATIONS = 20;

/**
 * Any server that speaks OpenAI's chat completions and embeddings: OpenAI, Azure, vLLM, Ollama,
 * llama.cpp, gateways. Servers support different features: the client changes the part that a
 * server rejects, call by call, and remembers the accepted form for an hour.
 *
 * Source: OpenAI API reference, chat completions and embeddings.
 * @param fetcher how to reach it
 * @param nowMs for a Retry-After that is a date, and for what is remembered
 */
export function createOpenAiCompatible(
  settings: OpenAiCompatibleSettings,
  fetcher: typeof fetch,
  nowMs: () => number,
): Provider {
  const { name, apiKey, isFree } = settings;
  const dialects = createDialects(nowMs);

  return {
    isFree,
    endpoint: endpointOf(settings.baseUrl),

    async complete(request) {
      const startedAtMs = nowMs();
      // A server that answers 500 may have a chat template without a system role.
      const isFolded = request.previous?.status === 500;
      let manner = startingManner(request, dialects);
      let failures = 0;
      for (let adaptations = 0; ; adaptations += 1) {
        const asked = forThisTry(manner, isFolded, failures);
        const sent = toChatBody(request, asked);
        const answer = await post('/chat/completions', sent, request.signal);
        const complaint = readComplaint(answer, nowMs());
        if (complaint === undefined) {
          if (adaptations > failures) dialects.learn(request, manner);
          if (isFolded) dialects.suspectSystemRole(request.model, startedAtMs);
          return read(answer, (json) => readCompletion(json, request, name));
        }
        const samples = request.messages.filter(({ role }) => role !== 'system');
        const own = request.messages.filter(({ role }) => role === 'system');
        const fail = () => toError(complaint, samples.map(toContent), own.map(toContent));
        if (adaptations === MOST_ADAPTATIONS) throw fail();
        if (isFailedGeneration(complaint)) {
          failures += 1;
          if (failures === MOST_FAILURES) throw fail();
          continue;
        }
        const next = adapt(complaint, sent, manner, request);
        if (next === undefined) throw fail();
        // What other calls found in the meantime need not be found again.
        manner = { ...next, dialect: narrow(next.dialect, dialects.find(request.model)) };
      }
    },

    async embed({ model, texts, signal }) {
      const body = { model, input: texts, encoding_format: 'float' };
      const answer = await post('/embeddings', body, signal);
      const complaint = readComplaint(answer, nowMs());
      if (complaint) throw toError(complaint, texts, []);
      return read(answer, (json) => readEmbedding(json, texts, name));
    },

    forward: (request) => forward(settings, request, fetcher, nowMs),
    listModels: (signal) => listModels(settings, signal, fetcher, nowMs),

    async rerank() {
      // OpenAI has no such call, and servers that have one disagree on what its numbers mean.
      throw new ModelError(
        'judge_rejected',
        `${name} does not support reranking. Choose another reranking model.`,
      );
    },
  };

  function post(path: string, body: object, signal: AbortSignal): Promise<Answer> {
    return postJson(settings, { path, body, signal }, fetcher);
  }

  function read<Value>({ json }: Answer, reader: (json: unknown) => Value | undefined): Value {
    if (json === undefined) {
      const message = `${name} returned a response that is not JSON.`;
      throw new ModelError('judge_unavailable', message, { isTransient: true });
    }
    const value = reader(json);
    if (value === undefined) throw unknownShape(name);
    return value;
  }

  function toError(complaint: Complaint, samples: readonly string[], own: readonly string[]) {
    return toModelError(name, complaint, quotableMessage(complaint.message, samples, own, apiKey));
  }
}

const MOST_FAILURES = 3;

function toContent({ content }: { content: string }): string {
  return content;
}

function startingManner(request: CompletionRequest, dialects: Dialects): Manner {
  const dialect = dialects.find(request.model);
  const { window, mostOutput } = dialect;
  const room = Number.isFinite(window) ? window - generousTokens(request) : window;
  return {
    dialect,
    format: dialects.findFormat(request),
    maxTokens: Math.min(request.maxTokens, mostOutput, Math.max(LEAST_ROOM, room)),
  };
}

/** The manner with what is tried once and not remembered. */
function forThisTry(manner: Manner, isFolded: boolean, failures: number): Manner {
  const { dialect } = manner;
  return {
    ...manner,
    dialect: isFolded ? { ...dialect, hasSystemRole: false } : dialect,
    format: failures === MOST_FAILURES - 1 ? 'none' : manner.format,
  };
}

function readEmbedding(
  json: unknown,
  texts: EmbeddingRequest['texts'],
  name: string,
): Embedding | undefined {
  const parsed = EmbeddingList.safeParse(json);
  const sorted = parsed.data?.data.toSorted((a, b) => a.index - b.index) ?? [];
  const length = sorted[0]?.embedding.length;
  const isWhole =
    sorted.length === texts.length && sorted.every(({ embedding }) => embedding.length === length);
  if (!isWhole) return undefined;
  return {
    vectors: sorted.map(({ embedding }) => embedding),
    ...countWhole(parsed.data?.usage, { sent: texts, received: [] }, name),
  };
}
