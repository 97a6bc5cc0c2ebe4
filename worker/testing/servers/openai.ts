import {
  answer,
  type ChatCall,
  EVERYTHING,
  firstOf,
  type Reply,
  refusal,
  type ServerMood,
  unsupported,
} from './server.ts';

/** What strict structured output finds wrong with a schema; undefined for nothing. */
export function strictFault(schema: object, path: readonly string[] = []): string | undefined {
  const { type, properties, required, additionalProperties, items } = schema as {
    type?: unknown;
    properties?: Record<string, object>;
    required?: string[];
    additionalProperties?: unknown;
    items?: object;
  };
  const where = `In context=(${path.map((name) => `'${name}'`).join(', ')})`;
  if (type === 'object' || properties) {
    if (additionalProperties !== false) {
      return `${where}, 'additionalProperties' is required to be supplied and to be false.`;
    }
    for (const [name, property] of Object.entries(properties ?? {})) {
      if (!required?.includes(name)) {
        return `${where}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${name}'.`;
      }
      const fault = strictFault(property, [...path, 'properties', name]);
      if (fault) return fault;
    }
  }
  return items && strictFault(items, [...path, 'items']);
}

export function checkSchema({ response_format }: ChatCall): Reply | undefined {
  if (response_format?.type !== 'json_schema' || !response_format.json_schema) return undefined;
  const { name, schema } = response_format.json_schema;
  const fault = strictFault(schema);
  return fault === undefined
    ? undefined
    : refusal(400, `Invalid schema for response_format '${name}': ${fault}`, {
        param: 'response_format',
        code: 'invalid_json_schema',
      });
}

/** Models that do not reason. */
export const gpt4o: ServerMood = {
  settled: EVERYTHING,
  format: 'json_schema',
  reply: (call, said) => checkSchema(call) ?? answer(call, said),
};

/** GPT-5: no `max_tokens`, no temperature but 1, no log probabilities (answered with 403). */
export const gpt5: ServerMood = {
  settled: ['max_completion_tokens', 'seed', 'response_format'],
  format: 'json_schema',
  reply(call, said) {
    if ('max_tokens' in call) {
      return unsupported('max_tokens');
    }
    if (call.temperature !== undefined && call.temperature !== 1) {
      return refusal(
        400,
        `Unsupported value: 'temperature' does not support ${call.temperature} with this model. Only the default (1) value is supported.`,
        { param: 'temperature', code: 'unsupported_value' },
      );
    }
    if ('logprobs' in call) {
      return refusal(403, 'You are not allowed to request logprobs from this model');
    }
    return checkSchema(call) ?? answer(call, said);
  },
};

/** The first o-series: no system role, no structured output, and temperature refused by its name. */
export const o1Mini: ServerMood = {
  settled: ['max_completion_tokens'],
  format: undefined,
  reply(call, said) {
    if (call.messages.some(({ role }) => role === 'system')) {
      return refusal(
        400,
        "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
        { param: 'messages[0].role', code: 'unsupported_value' },
      );
    }
    const param = firstOf(call, EVERYTHING);
    return param ? unsupported(param) : answer(call, said);
  },
};

/** o3 and later: a system message is taken for a developer message. */
export const oSeries: ServerMood = {
  settled: ['max_completion_tokens', 'response_format'],
  format: 'json_schema',
  reply(call, said) {
    const param = firstOf(call, ['max_tokens', 'temperature', 'seed', 'logprobs']);
    return param ? unsupported(param) : (checkSchema(call) ?? answer(call, said));
  },
};
