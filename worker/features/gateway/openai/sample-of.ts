import type { AnyToolCall, JsonObject, Sample } from '@assay/schema/types.ts';
import { isJsonObject, objectsIn } from '../../../core/json-object.ts';
import type { Exchange } from '../exchange.ts';
import { saidIn } from './answer-texts.ts';
import { contextsOf } from './contexts-of.ts';
import { messagesOfTurns, turnsOfRequest } from './request-turns.ts';

/**
 * An exchange as a sample: what was asked, and what the first choice of the answer says. What a guard
 * replaced by tokens is a token here too, also where it was restored: judges are other models.
 */
export function sampleOf(exchange: Exchange, answer: JsonObject): Sample {
  const { endpoint, body, answeredBy } = exchange;
  const { turns } = turnsOfRequest(endpoint, body);
  const input = turns.findLast(({ role }) => role === 'user')?.texts.map(({ text }) => text);
  const contexts = contextsOf(exchange);
  const calls = callsIn(answer);
  return {
    ...(input === undefined ? {} : { input: input.join('') }),
    output: hideOriginals(saidIn(endpoint, answer), exchange),
    messages: messagesOfTurns(turns),
    ...(contexts.length === 0 ? {} : { contexts }),
    ...(calls.length === 0 ? {} : { toolCalls: calls }),
    ...(answeredBy === undefined ? {} : { generator: answeredBy }),
  };
}

/** The calls of tools in the first choice of an answer. */
export function callsIn({ choices, output }: JsonObject): AnyToolCall[] {
  const [first] = objectsIn(choices);
  const message = isJsonObject(first?.message) ? first.message : {};
  const items = objectsIn(output).filter(({ type }) => type === 'function_call');
  return [...objectsIn(message.tool_calls), ...items].flatMap((call): AnyToolCall[] => {
    const { name, arguments: args } = isJsonObject(call.function) ? call.function : call;
    if (typeof name !== 'string' || typeof args !== 'string') return [];
    return [{ type: 'function', function: { name, arguments: args } }];
  });
}

/** A text with tokens where it has what they stand for, as it may be sent to models. */
export function hideOriginals(text: string, { tokens }: Pick<Exchange, 'tokens'>): string {
  const longest = Object.entries(tokens).toSorted(([, a], [, b]) => b.length - a.length);
  return longest.reduce((hidden, [token, original]) => hidden.replaceAll(original, token), text);
}
