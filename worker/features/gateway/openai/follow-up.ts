import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import type { Endpoint } from '../exchange.ts';

/** What a model is told after an answer that falls short. */
export interface FollowUp {
  /** The answer that it gave. */
  said: string;
  /** What it is to do about it. */
  told: string;
}

/** A request that goes on after an answer: for one answer, in whole, without calls of tools. */
export function followUp(
  endpoint: Endpoint,
  body: JsonObject,
  { said, told }: FollowUp,
): JsonObject {
  const { stream: _, stream_options: __, n: ___, ...kept } = body;
  const turns: JsonValue[] = [
    { role: 'assistant', content: said },
    { role: 'user', content: told },
  ];
  // Those that offered tools must still do so: earlier turns may have calls of them.
  const calls = Array.isArray(body.tools) && body.tools.length > 0 ? { tool_choice: 'none' } : {};
  if (endpoint !== 'responses') {
    const { messages } = body;
    return {
      ...kept,
      ...calls,
      messages: [...(Array.isArray(messages) ? messages : []), ...turns],
    };
  }
  const { input } = body;
  const before = Array.isArray(input) ? input : [{ role: 'user', content: input ?? '' }];
  return { ...kept, ...calls, input: [...before, ...turns] };
}
