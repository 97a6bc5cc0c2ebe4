/** Whether a body is a stream of server-sent events, which some servers answer with unasked. */
export function isEventStream(body: string): boolean {
  return /^\s*(?:data:|event:|id:|: ?[A-Z])/.test(body);
}

type Json = Record<string, unknown>;

/**
 * The chat completion that a stream of chunks adds up to, in the shape of one that was not
 * streamed; undefined when it has no chunk.
 *
 * Source: OpenAI API reference, the chat completion chunk object; WHATWG HTML, server-sent events.
 */
export function readEventStream(body: string): Json | undefined {
  const chunks = body
    .split(/\r\n|\r|\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => parse(line.slice('data:'.length)))
    .filter((chunk) => chunk !== undefined);
  if (chunks.length === 0) return undefined;

  const message: Record<string, string> = {};
  const tokens: unknown[] = [];
  let finish: unknown = null;
  const whole: Json = {};
  for (const { choices, ...rest } of chunks) {
    for (const [name, value] of Object.entries(rest)) if (value != null) whole[name] = value;
    const [choice] = Array.isArray(choices) ? choices : [];
    if (!isObject(choice)) continue;
    finish = choice.finish_reason ?? finish;
    if (isObject(choice.logprobs) && Array.isArray(choice.logprobs.content)) {
      tokens.push(...choice.logprobs.content);
    }
    for (const [name, value] of Object.entries(isObject(choice.delta) ? choice.delta : {})) {
      if (typeof value === 'string' && name !== 'role')
        message[name] = (message[name] ?? '') + value;
    }
  }
  if ('error' in whole) return { error: whole.error };
  const logprobs = tokens.length > 0 ? { content: tokens } : null;
  return { ...whole, choices: [{ finish_reason: finish, message, logprobs }] };
}

function parse(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch {
    // `[DONE]`, and what is no chunk.
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
