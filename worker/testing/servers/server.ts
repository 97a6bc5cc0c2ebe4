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

/** All that a first call may hold beside the model and the messages. */
export const EVERYTHING = [
  ...(['max_tokens', 'temperature', 'seed'] as const),
  ...(['logprobs', 'top_logprobs', 'response_format'] as const),
];

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

/** OpenAI's refusal of a parameter that the model does not take. */
export function unsupported(param: keyof ChatCall): Reply {
  const hint = param === 'max_tokens' ? " Use 'max_completion_tokens' instead." : '';
  const message = `Unsupported parameter: '${param}' is not supported with this model.${hint}`;
  return refusal(400, message, { param, code: 'unsupported_parameter' });
}

/** An error of Google's OpenAI endpoint: a list of one. */
export function googleRefusal(message: string): Reply {
  return { status: 400, body: [{ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }] };
}

/** The first of these parameters that a call has. */
export function firstOf(call: ChatCall, names: readonly (keyof ChatCall)[]) {
  return names.find((name) => name in call);
}

/** How many tokens a model with this window refuses a call for; undefined when they fit. */
export function beyondWindow(call: ChatCall, window: number) {
  const [prompt, limit] = [promptTokens(call), limitOf(call)];
  return prompt + limit > window ? { prompt, limit } : undefined;
}
