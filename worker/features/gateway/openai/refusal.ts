import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { Exchange } from '../exchange.ts';

/** What a blocked request or answer says instead. */
export interface Refusal {
  /** Words of the application's own, which stand where an answer would. */
  blockedText: string | undefined;
}

const REFUSED = 'This was blocked by the content policy of the application.';

/**
 * The answer to a request that was blocked, in OpenAI's shape.
 *
 * @throws ApiProblem `guard_blocked` for embeddings, which have no shape for it
 */
export function refusedAnswer(exchange: Exchange, refusal: Refusal, nowMs: number): JsonObject {
  const { endpoint, body, asked, context } = exchange;
  if (endpoint === 'embeddings') throw new ApiProblem('guard_blocked');
  const id = context.requestId.replace(/^[a-z]+_/, '');
  const seconds = Math.floor(nowMs / 1000);
  if (endpoint === 'responses') {
    return refuseResponse(
      {
        id: `resp_${id}`,
        object: 'response',
        created_at: seconds,
        model: asked,
        output: [],
        parallel_tool_calls: true,
        tool_choice: 'auto',
        tools: [],
        temperature: null,
        top_p: null,
        instructions: null,
        metadata: {},
        usage: { input_tokens: 0, output_tokens: 0, total_tokens: 0 },
      },
      refusal,
    );
  }
  const choices = Array.from({ length: choicesOf(body) }, (_, index) =>
    refuseChoice({ index }, refusal),
  );
  const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: seconds,
    model: asked,
    choices,
    usage,
  };
}

const MOST_CHOICES = 128;

function choicesOf({ n }: JsonObject): number {
  return typeof n === 'number' && Number.isInteger(n) && n > 0 ? Math.min(n, MOST_CHOICES) : 1;
}

/** A choice of a chat completion that is refused: nothing of what it said is left. */
export function refuseChoice(choice: JsonObject, { blockedText }: Refusal): JsonObject {
  const said: JsonObject =
    blockedText === undefined
      ? { role: 'assistant', content: null, refusal: REFUSED }
      : { role: 'assistant', content: blockedText, refusal: null };
  const reason = blockedText === undefined ? 'content_filter' : 'stop';
  return { index: choice.index ?? 0, message: said, logprobs: null, finish_reason: reason };
}

/** A response that is refused: of its output nothing is left. */
export function refuseResponse(response: JsonObject, { blockedText }: Refusal): JsonObject {
  const isRefused = blockedText === undefined;
  const status = isRefused ? 'incomplete' : 'completed';
  const part: JsonObject = isRefused
    ? { type: 'refusal', refusal: REFUSED }
    : { type: 'output_text', text: blockedText, annotations: [] };
  const id = String(response.id ?? '').replace(/^resp_/, 'msg_');
  const message: JsonValue = { id, type: 'message', role: 'assistant', status, content: [part] };
  return {
    ...response,
    ...('output_text' in response ? { output_text: blockedText ?? '' } : {}),
    status,
    error: null,
    incomplete_details: isRefused ? { reason: 'content_filter' } : null,
    output: [message],
  };
}
