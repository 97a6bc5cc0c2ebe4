import type { JsonObject } from '@assay/schema/types.ts';
import type { AiBinding } from '../../core/env.ts';
import { isJsonObject } from '../../core/json-object.ts';
import type { TtlCache } from '../../core/ttl-cache.ts';
import { boundedText } from '../openai/bounded-text.ts';
import { unknownShape } from '../openai/read-completion.ts';
import { type ForwardRequest, ModelError, UpstreamError } from '../provider.ts';
import { type About, chatAnswer } from './chat-answer.ts';
import { chatInput, hasSchema } from './chat-input.ts';
import { chatStream } from './chat-stream.ts';
import { embeddings } from './embeddings.ts';
import { respondedFault, thrownFault } from './fault.ts';

export interface ForwardNeeds {
  ai: AiBinding;
  /** Models that take the schema of JSON mode as OpenAI does, with its name. */
  withNamedSchema: TtlCache<true>;
  nowMs(): number;
}

const NAME = 'Workers AI';
const MOST_BYTES = 16_777_216;

/**
 * Answers a request in OpenAI's shape by the binding of Workers AI.
 *
 * @throws UpstreamError for its errors, in OpenAI's terms; ModelError if it does not answer
 */
export async function forward(request: ForwardRequest, needs: ForwardNeeds): Promise<Response> {
  switch (request.endpoint) {
    case 'chat/completions':
      return chat(request, needs);
    case 'responses':
      return responses(request, needs);
    case 'embeddings': {
      const run = async (texts: readonly string[]) =>
        jsonOf(await ask(request, { text: texts }, needs));
      return Response.json(await embeddings(request.body, run));
    }
  }
}

async function chat(request: ForwardRequest, needs: ForwardNeeds): Promise<Response> {
  const { body } = request;
  const about = aboutOf(body, needs.nowMs());
  const answer = await askChat(request, needs);
  if (isStream(answer)) {
    const { stream_options: options } = body;
    const includeUsage = isJsonObject(options) && options.include_usage === true;
    return eventStream(chatStream(answer.body, about, includeUsage));
  }
  const completion = chatAnswer(await jsonOf(answer), about);
  if (completion === undefined) throw unknownShape(NAME);
  return Response.json(completion);
}

/** Asks with the schema itself, and with its name where the model wants that. */
async function askChat(request: ForwardRequest, needs: ForwardNeeds): Promise<Response> {
  const { body } = request;
  const model = String(body.model);
  const { withNamedSchema } = needs;
  const isNamed = !hasSchema(body.response_format) || withNamedSchema.get(model) === true;
  try {
    return await ask(request, chatInput(body, !isNamed), needs);
  } catch (cause) {
    if (isNamed || !refusesSchema(cause)) throw cause;
    const answer = await ask(request, chatInput(body, false), needs);
    withNamedSchema.set(model, true);
    return answer;
  }
}

function refusesSchema(cause: unknown): boolean {
  if (!(cause instanceof UpstreamError)) return false;
  const { status, message } = cause.fault;
  return status === 400 && /json_schema|response_format/.test(message);
}

/** Responses, which some of its models offer in OpenAI's shape. */
async function responses(request: ForwardRequest, needs: ForwardNeeds): Promise<Response> {
  const { model: _, ...input } = request.body;
  const answer = await ask(request, input, needs);
  if (isStream(answer)) return eventStream(answer.body);
  const response = await jsonOf(answer);
  if (!isJsonObject(response) || !Array.isArray(response.output)) throw unknownShape(NAME);
  return Response.json(response);
}

/**
 * Asks a model, as a response whichever form the binding answers in: one that does not know
 * `returnRawResponse` answers with a value or a stream, and throws its errors.
 */
async function ask(
  { body, signal }: ForwardRequest,
  input: object,
  { ai, nowMs }: ForwardNeeds,
): Promise<Response> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const asked = ai.run(String(body.model), input, { signal, returnRawResponse: true });
    const answer = await Promise.race([asked, aborted.promise]);
    const response = toResponse(answer);
    if (response.ok) return response;
    throw await respondedFault(response, nowMs());
  } catch (cause) {
    const isKnown = cause instanceof UpstreamError || cause instanceof ModelError;
    throw signal.aborted ? signal.reason : isKnown ? cause : thrownFault(cause);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function toResponse(answer: unknown): Response {
  if (answer instanceof Response) return answer;
  return answer instanceof ReadableStream ? eventStream(answer) : Response.json(answer);
}

function isStream(response: Response): response is Response & { body: ReadableStream<Uint8Array> } {
  const type = response.headers.get('content-type') ?? '';
  return type.startsWith('text/event-stream') && response.body !== null;
}

function eventStream(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await boundedText(response.body, MOST_BYTES);
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw unknownShape(NAME);
  }
}

function aboutOf(body: JsonObject, nowMs: number): About {
  const limit = body.max_completion_tokens ?? body.max_tokens;
  return {
    id: `chatcmpl-${crypto.randomUUID()}`,
    created: Math.floor(nowMs / 1_000),
    model: String(body.model),
    maxTokens: typeof limit === 'number' ? limit : undefined,
  };
}
