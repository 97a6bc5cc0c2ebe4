import { type Dialect, isFields, isText, type Piece } from './dialect.ts';

const TYPES =
  /^(?:start|start-step|finish-step|stream-start|response-metadata|(?:text|reasoning)-(?:start|delta|end)|tool-(?:input-(?:start|delta|end|available)|call|result)|finish)$/;

/**
 * Parts of the AI SDK, from version 5: those of a model, of `fullStream`, and of UI message streams,
 * which differ in the names of a few fields.
 */
export const aiSdk: Dialect = {
  name: 'ai-sdk',
  recognizes: (chunk) =>
    isFields(chunk) && typeof chunk.type === 'string' && TYPES.test(chunk.type),
  read(chunk) {
    if (!isFields(chunk)) return [];
    const { type, id, toolCallId = id, toolName } = chunk;
    const tool = `tools/${toolCallId}`;
    switch (type) {
      case 'text-delta':
      case 'reasoning-delta':
        return fieldOf(chunk, ['delta', 'text']).map(([field, text]) => {
          return { kind: 'text', part: `${type.slice(0, -6)}/${id}`, text, path: [field] };
        });
      case 'text-end':
      case 'reasoning-end':
        return [{ kind: 'end', part: `${type.slice(0, -4)}/${id}` }];
      case 'tool-input-start':
        return isText(toolName) ? [{ kind: 'name', part: tool, name: toolName }] : [];
      case 'tool-input-delta':
        return fieldOf(chunk, ['delta', 'inputTextDelta']).map(([field, text]) => {
          return { kind: 'call', part: tool, text, path: [field] };
        });
      case 'tool-input-end':
        return [{ kind: 'end', part: tool }];
      case 'tool-call':
      case 'tool-input-available':
        return readCall(tool, chunk.input, isText(toolName) ? toolName : undefined);
      default:
        return [];
    }
  },
};

function fieldOf(
  chunk: Readonly<Record<string, unknown>>,
  names: readonly string[],
): [string, string][] {
  for (const name of names) {
    const text = chunk[name];
    if (isText(text)) return [[name, text]];
  }
  return [];
}

function readCall(part: string, input: unknown, name: string | undefined): Piece[] {
  if (input === undefined) return [];
  const isValue = typeof input !== 'string';
  const text = isValue ? JSON.stringify(input) : input;
  return [{ kind: 'whole-call', part, text, path: ['input'], name, isValue }];
}
