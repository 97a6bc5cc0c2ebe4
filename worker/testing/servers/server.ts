/** A call of chat completions, as a server of the tests gets it. */
export interface ChatCall {
  model: string;
  messages: { role: string; content: string }[];
  max_tokens?: number;
  max_completion_tokens?: number;
  temperature?: number;
  seed?: number;
  logprobs?: boolean;
  top_logprobs?: number;
  response_format?: {
    type: string;
    json_schema?: { name: string; schema: object; strict?: boolean };
  };
  stream?: boolean;
  stream_options?: object;
  enable_thinking?: boolean;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** A text as it is, or anything else as JSON. */
  body: unknown;
}

/** How one server, or one family of its models, treats what it is sent. */
export interface ServerMood {
  /**
   * @param said what the model says, when it comes to that
   * @param nth how many calls came before this one
   */
  reply(call: ChatCall, said: string, nth: number): Reply;
  /** What calls hold once the server is known, of what the first one held. */
  settled: readonly (keyof ChatCall)[];
  /** The type of `response_format` that is then asked for; undefined for none. */
  format: 'json_schema' | 'json_object' | undefined;
}

/** Tokens of a prompt: as many as English has. */
export function promptTokens({ messages }: ChatCall): number {
  return Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / 4);
}

export function limitOf(call: ChatCall): number {
  return call.max_tokens ?? call.max_completion_tokens ?? 0;
}

interface Answer {
  message?: object;
  finish?: string;
  usage?: object | null;
  more?: object;
}

/** An answer as OpenAI gives it. */
export function answer(
  call: ChatCall,
  said: string,
  { message, finish, usage, more }: Answer = {},
): Reply {
  const prompt_tokens = promptTokens(call);
  const completion_tokens = Math.ceil(said.length / 4);
  const total_tokens = prompt_tokens + completion_tokens;
  const counted = usage === undefined ? { prompt_tokens, completion_tokens, total_tokens } : usage;
  return {
    status: 200,
    body: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: call.model,
      choices: [
        {
          index: 0,
          finish_reason: finish ?? 'stop',
          message: message ?? { role: 'assistant', content: said },
          logprobs: null,
        },
      ],
      ...(counted ? { usage: counted } : {}),
      ...more,
    },
  };
}

/** An error as OpenAI gives it. */
export function refusal(status: number, message: string, more: object = {}): Reply {
  const error = { message, type: 'invalid_request_error', param: null, code: null, ...more };
  return { status, body: { error } };
}
