import { checkSchema } from './openai.ts';
import {
  answer,
  EVERYTHING,
  firstOf,
  googleRefusal,
  limitOf,
  promptTokens,
  refusal,
  type ServerMood,
  unsupported,
} from './server.ts';

/** Azure: content filter results in every answer. */
export const azure: ServerMood = {
  settled: [
    'max_completion_tokens',
    'temperature',
    'seed',
    'logprobs',
    'top_logprobs',
    'response_format',
  ],
  format: 'json_schema',
  reply(call, said) {
    if ('max_tokens' in call) {
      return unsupported('max_tokens');
    }
    const safe = { filtered: false, severity: 'safe' };
    const prompt_filter_results = [{ prompt_index: 0, content_filter_results: { hate: safe } }];
    return checkSchema(call) ?? answer(call, said, { more: { prompt_filter_results } });
  },
};

/** Google's OpenAI endpoint: thinking is in the total alone; seeds and log probabilities unknown. */
export const gemini: ServerMood = {
  settled: ['max_tokens', 'temperature', 'response_format'],
  format: 'json_schema',
  reply(call, said) {
    const unknown = firstOf(call, ['seed', 'logprobs', 'top_logprobs']);
    if (unknown) {
      return googleRefusal(
        `Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`,
      );
    }
    const prompt_tokens = promptTokens(call);
    const completion_tokens = Math.ceil(said.length / 4);
    const total_tokens = prompt_tokens + completion_tokens + 50;
    return answer(call, said, { usage: { prompt_tokens, completion_tokens, total_tokens } });
  },
};

/** Gemma by Google's endpoint: no system instruction, no JSON mode. */
export const gemma: ServerMood = {
  settled: ['max_tokens', 'temperature', 'seed', 'logprobs', 'top_logprobs'],
  format: undefined,
  reply(call, said) {
    if (call.messages.some(({ role }) => role === 'system')) {
      return googleRefusal('Developer instruction is not enabled for models/gemma-3-27b-it');
    }
    if (call.response_format)
      return googleRefusal('JSON mode is not enabled for models/gemma-3-27b-it');
    return answer(call, said);
  },
};

/** Anthropic's OpenAI endpoint: ignores what it does not know, and refuses blank messages. */
export const anthropic: ServerMood = {
  settled: EVERYTHING,
  format: 'json_schema',
  reply(call, said) {
    if (call.messages.some(({ content }) => content.trim() === '')) {
      return {
        status: 400,
        body: {
          type: 'error',
          error: {
            type: 'invalid_request_error',
            message: 'messages: text content blocks must be non-empty',
          },
        },
      };
    }
    return answer(call, `Here is my verdict:\n\n\`\`\`json\n${said}\n\`\`\``);
  },
};

/** DeepSeek: JSON mode, but no schemas. */
export const deepseek: ServerMood = {
  settled: EVERYTHING,
  format: 'json_object',
  reply(call, said) {
    if (call.response_format?.type === 'json_schema') {
      return refusal(400, 'This response_format type is unavailable now');
    }
    return answer(call, said, { more: { system_fingerprint: 'fp_prod0820_fp8_kvcache' } });
  },
};

/** Alibaba's Qwen: thinking only where streamed, at most 2,048 tokens, JSON mode by its word. */
export const qwen: ServerMood = {
  settled: [...EVERYTHING, 'enable_thinking'],
  format: 'json_object',
  reply(call, said) {
    const fail = (message: string) => refusal(400, message, { code: 'invalid_parameter_error' });
    if (!call.stream && call.enable_thinking !== false) {
      return fail('parameter.enable_thinking must be set to false for non-streaming calls');
    }
    if (limitOf(call) > 2_048) return fail('Range of max_tokens should be [1, 2048]');
    if ((call.top_logprobs ?? 0) > 5) return fail('Range of top_logprobs should be [0, 5]');
    if (call.response_format?.type === 'json_schema') {
      return fail("'response_format.type' json_schema is not supported by this model");
    }
    const isNamed = call.messages.some(({ content }) => content.includes('json'));
    if (call.response_format && !isNamed) {
      return fail(
        "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      );
    }
    return answer(call, said);
  },
};

/** QwQ: answers in a stream, or not at all; its thinking comes apart from the text. */
export const qwq: ServerMood = {
  settled: [...EVERYTHING, 'stream', 'stream_options'],
  format: 'json_schema',
  reply(call, said) {
    if (!call.stream) {
      return refusal(
        400,
        'This model only support stream mode, please enable the stream parameter to access the model. ',
        {
          code: 'invalid_parameter_error',
        },
      );
    }
    const usage = { prompt_tokens: promptTokens(call), completion_tokens: 90 };
    const half = said.length / 2;
    const deltas = [
      { role: 'assistant', content: '' },
      { reasoning_content: 'Let me see.' },
      { content: said.slice(0, half) },
      { content: said.slice(half) },
    ];
    const chunks = [
      ...deltas.map((delta) => ({
        model: call.model,
        choices: [{ index: 0, delta, finish_reason: null }],
      })),
      { model: call.model, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
      { model: call.model, choices: [], usage: call.stream_options ? usage : null },
    ];
    const body = `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`;
    return { status: 200, headers: { 'Content-Type': 'text/event-stream' }, body };
  },
};

/** Groq: now and then a generation fails its schema, which is no fault of the call. */
export const groq: ServerMood = {
  settled: ['max_tokens', 'temperature', 'seed', 'response_format'],
  format: 'json_schema',
  reply(call, said, nth) {
    if ('logprobs' in call) return refusal(400, '`logprobs` is not supported with this model');
    if (nth === 7 || nth === 14) {
      return refusal(
        400,
        "Failed to generate JSON. Please adjust your prompt. See 'failed_generation' for more details.",
        {
          code: 'json_validate_failed',
          failed_generation: '{"reasoning":"temperature and response_format',
        },
      );
    }
    return answer(call, said, { more: { x_groq: { id: 'req_1' } } });
  },
};

/** xAI: thinking is counted beside the answer, and in the total. */
export const xai: ServerMood = {
  settled: ['max_tokens', 'temperature', 'seed', 'response_format'],
  format: 'json_schema',
  reply(call, said) {
    if ('logprobs' in call) return refusal(400, 'Argument not supported on this model: logprobs');
    const prompt_tokens = promptTokens(call);
    const completion_tokens = Math.ceil(said.length / 4);
    return answer(call, said, {
      usage: {
        prompt_tokens,
        completion_tokens,
        total_tokens: prompt_tokens + completion_tokens + 317,
        completion_tokens_details: { reasoning_tokens: 317 },
      },
    });
  },
};
