import {
  answer,
  beyondWindow,
  EVERYTHING,
  firstOf,
  limitOf,
  promptTokens,
  type Reply,
  refusal,
  type ServerMood,
} from './server.ts';

function vllmError(message: string): Reply {
  return {
    status: 400,
    body: { object: 'error', message, type: 'BadRequestError', param: null, code: 400 },
  };
}

/** vLLM with a window of 4,096 and a reasoning parser that takes the whole answer for thinking. */
export const vllm: ServerMood = {
  settled: EVERYTHING,
  format: 'json_schema',
  reply(call, said) {
    const over = beyondWindow(call, 4_096);
    if (over) {
      const { prompt, limit } = over;
      return vllmError(
        `'max_tokens' or 'max_completion_tokens' is too large: ${limit}. This model's maximum context length is 4096 tokens and your request has ${prompt} input tokens (${limit} > 4096 - ${prompt}). None`,
      );
    }
    return answer(call, said, {
      message: { role: 'assistant', content: null, reasoning_content: said },
    });
  },
};

/** A later vLLM, which counts a prompt only until the window is full. */
export const vllmCountingLess: ServerMood = {
  settled: EVERYTHING,
  format: 'json_schema',
  reply(call, said) {
    const limit = beyondWindow(call, 4_096)?.limit;
    if (limit !== undefined) {
      return vllmError(
        `This model's maximum context length is 4096 tokens. However, you requested ${limit} output tokens and your prompt contains at least ${4_097 - limit} input tokens, for a total of at least 4097 tokens.`,
      );
    }
    return answer(call, said);
  },
};

/** Gemma by vLLM: its chat template has no system role, and wants turns that alternate. */
export const vllmGemma: ServerMood = {
  settled: EVERYTHING,
  format: 'json_schema',
  reply(call, said) {
    if (call.messages.some(({ role }) => role === 'system'))
      return vllmError('System role not supported');
    const alternates = call.messages.every(
      ({ role }, i) => role === (i % 2 ? 'assistant' : 'user'),
    );
    if (!alternates)
      return vllmError('Conversation roles must alternate user/assistant/user/assistant/...');
    return answer(call, said);
  },
};

/** FastAPI before a stricter server: what it does not know it refuses, and sends all back. */
export const strictFastApi: ServerMood = {
  settled: ['max_tokens', 'temperature', 'response_format'],
  format: 'json_schema',
  reply(call, said) {
    const unknown = firstOf(call, ['seed', 'logprobs', 'top_logprobs']);
    if (unknown) {
      const msg = 'Extra inputs are not permitted';
      return {
        status: 422,
        body: { detail: [{ type: 'extra_forbidden', loc: ['body', unknown], msg, input: call }] },
      };
    }
    return answer(call, said);
  },
};

/** Ollama: takes everything, and ignores what it does not know. */
export const ollama: ServerMood = {
  settled: EVERYTHING,
  format: 'json_schema',
  reply: (call, said) => answer(call, said, { more: { system_fingerprint: 'fp_ollama' } }),
};

/** llama.cpp, where the grammar that it makes of a schema does not start. */
export const llamaCpp: ServerMood = {
  settled: EVERYTHING,
  format: 'json_object',
  reply(call, said) {
    if (call.response_format?.type === 'json_schema') {
      const message = 'Failed to initialize samplers: failed to parse grammar';
      return {
        status: 400,
        body: { error: { code: 400, message, type: 'invalid_request_error' } },
      };
    }
    const timings = { prompt_n: 1, cache_n: promptTokens(call) - 1 };
    return answer(call, said, { more: { timings } });
  },
};

/** A llama.cpp whose template has no system role and breaks on one, without a word why. */
export const llamaCppGemma: ServerMood = {
  settled: EVERYTHING,
  format: 'json_schema',
  reply(call, said) {
    if (call.messages.some(({ role }) => role === 'system')) {
      return {
        status: 500,
        headers: { 'Content-Type': 'text/plain' },
        body: 'Internal Server Error',
      };
    }
    return answer(call, said);
  },
};

/** LM Studio: schemas, but no JSON mode without one. */
export const lmStudio: ServerMood = {
  settled: EVERYTHING,
  format: 'json_schema',
  reply(call, said) {
    if (call.response_format?.type === 'json_object') {
      return {
        status: 400,
        body: { error: "'response_format.type' must be 'json_schema' or 'text'" },
      };
    }
    return answer(call, said);
  },
};

/** A gateway of an older model: no logprobs, a completion of 2,048 tokens, a window of 8,192. */
export const olderModel: ServerMood = {
  settled: ['max_tokens', 'temperature', 'seed'],
  format: undefined,
  reply(call, said) {
    const limit = limitOf(call);
    if (limit > 2_048) {
      return refusal(
        400,
        `max_tokens is too large: ${limit}. This model supports at most 2048 completion tokens, whereas you provided ${limit}.`,
        {
          param: 'max_tokens',
          code: 'invalid_value',
        },
      );
    }
    if ('logprobs' in call)
      return refusal(400, "Unsupported parameter: 'logprobs' is not supported with this model.");
    if (call.response_format) return refusal(400, 'response_format is not supported by this model');
    return answer(call, said);
  },
};
