import type { JsonValue, ToolCall } from '@assay/schema/types.ts';
import { textOf } from '../reading.ts';
import { callOf, messagesOf, parsed } from './messages.ts';

/** The text and calls of the last message of the model; results of tools may follow it. */
export function answerOf(list: JsonValue | undefined): { output?: string; toolCalls?: ToolCall[] } {
  const messages = messagesOf(list);
  const message = messages.findLast(({ role }) => role === 'assistant') ?? messages.at(-1);
  if (message === undefined) return {};
  const { content, toolCalls } = message;
  return { output: content, ...(toolCalls && { toolCalls }) };
}

/** The call that a span of a tool ran. */
export function messageOfCall(
  name: JsonValue | undefined,
  given: JsonValue | undefined,
): ToolCall[] {
  const read = parsed(given);
  const isValue = typeof read === 'object' && read !== null;
  return callOf({ name: textOf(name) ?? '', arguments: isValue ? read : { input: read } });
}
