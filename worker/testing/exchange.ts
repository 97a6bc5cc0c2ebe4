import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import type { JsonObject } from '@assay/schema/types.ts';
import { Timings } from '../core/timings.ts';
import type { Endpoint, Exchange } from '../features/gateway/exchange.ts';
import { createServices, type Outside, type Services } from '../services.ts';

/** The services of the Worker, for steps that are tried by themselves. */
export function stepServices(outside: Outside = {}, bindings: Partial<typeof env> = {}): Services {
  return createServices({ ...env, ...bindings }, { log: () => {}, ...outside });
}

/** A request through the gateway, of a project of its own unless told otherwise. */
export function exchangeOf(
  body: JsonObject,
  given: Partial<Exchange> & { projectId?: string } = {},
): Exchange {
  const { projectId = newId('project'), ...others } = given;
  const endpoint: Endpoint = others.endpoint ?? 'chat/completions';
  return {
    endpoint,
    asked: 'local/writer-1',
    body: { model: 'local/writer-1', ...body },
    headers: new Headers(),
    contexts: [],
    context: {
      principal: { projectId, keyId: newId('key'), scopes: ['score'] },
      requestId: newId('request'),
      timings: new Timings(() => Date.now()),
    },
    tokens: {},
    metadata: {},
    storing: { tags: [] },
    answeredBy: 'local/writer-1',
    ...others,
  };
}

/** A chat completion that says this. */
export function saying(...contents: string[]): JsonObject {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'writer-1',
    choices: contents.map((content, index) => ({
      index,
      message: { role: 'assistant', content, refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    })),
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  };
}
