import type { JsonObject } from '@assay/schema/types.ts';
import { isJsonObject } from '../../core/json-object.ts';
import type { Endpoint } from './exchange.ts';
import { collectChatChunks } from './openai/chat-chunks.ts';

/** Collects the events of a stream to the answer that they add up to. */
export interface Assembler {
  /** @param value what one event says */
  push(value: unknown): void;
  /** The answer as far as it came, in the shape of one that is no stream. */
  answer(): JsonObject;
  /** Whether all of it came. */
  isWhole(): boolean;
}

export function createAssembler(endpoint: Endpoint): Assembler {
  if (endpoint === 'responses') return collectResponseEvents();
  const { push, answer, isWhole } = collectChatChunks();
  return {
    push(value) {
      if (isJsonObject(value)) push(value);
    },
    answer,
    isWhole,
  };
}

/** Source: OpenAI API reference, streaming events of responses. */
function collectResponseEvents(): Assembler {
  let latest: JsonObject = {};
  let isWhole = false;
  const texts = new Map<string, string>();
  return {
    push(value) {
      if (!isJsonObject(value)) return;
      const { type, response, item_id: item, delta } = value;
      if (isJsonObject(response)) latest = response;
      if (isTerminal(value)) isWhole = true;
      if (typeof delta === 'string') {
        const key = `${item ?? ''}`;
        texts.set(key, (texts.get(key) ?? '') + delta);
      }
      if (type === 'response.failed') isWhole = true;
    },
    answer() {
      if (isWhole || texts.size === 0) return latest;
      const content = (text: string) => [{ type: 'output_text', text, annotations: [] }];
      const output = [...texts].map(([id, text]) => {
        return { id, type: 'message', role: 'assistant', content: content(text) };
      });
      return { ...latest, output };
    },
    isWhole: () => isWhole,
  };
}

const TERMINAL = new Set(['response.completed', 'response.incomplete', 'response.failed']);

/** Whether an event of responses ends its stream. */
export function isTerminal(value: unknown): boolean {
  return isJsonObject(value) && typeof value.type === 'string' && TERMINAL.has(value.type);
}
