import type { AnyToolCall, JsonValue, Sample } from '@assay/schema/types.ts';
import { isRecord } from './row.ts';

/** What promptfoo compares: a text as it is, anything else as JSON; and the tools it calls. */
export function outputFields(output: JsonValue): Pick<Sample, 'output' | 'toolCalls'> {
  const calls = toolCallsIn(output);
  return {
    output: typeof output === 'string' ? output : JSON.stringify(output),
    ...(calls.length > 0 && { toolCalls: calls }),
  };
}

/** Calls as OpenAI writes them, alone or in a list, Anthropic's blocks and Gemini's parts. */
function toolCallsIn(output: JsonValue): AnyToolCall[] {
  const value = typeof output === 'string' ? parsed(output) : output;
  const calls = isRecord(value) ? (value.tool_calls ?? value) : value;
  return [calls ?? []].flat().flatMap((call): AnyToolCall[] => {
    if (!isRecord(call)) return [];
    if (isRecord(call.function) && typeof call.function.name === 'string') {
      const { name, arguments: given } = call.function;
      return [{ type: 'function', function: { name, ...argumentsOf(given) } }];
    }
    if (isRecord(call.functionCall) && typeof call.functionCall.name === 'string') {
      const { name, args } = call.functionCall;
      return [{ name, ...argumentsOf(args) }];
    }
    if (typeof call.name !== 'string') return [];
    if (call.type === 'tool_use') return [{ name: call.name, ...argumentsOf(call.input) }];
    return 'arguments' in call ? [{ name: call.name, ...argumentsOf(call.arguments) }] : [];
  });
}

function argumentsOf(given: JsonValue | undefined): {
  arguments?: string | { [key: string]: JsonValue };
} {
  return typeof given === 'string' || isRecord(given) ? { arguments: given } : {};
}

function parsed(text: string): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
