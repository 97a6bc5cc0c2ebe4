import { type Dialect, isFields, isText, type Piece } from './dialect.ts';

const TYPES = new Set([
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
]);

/** Events of Anthropic's messages. */
export const anthropic: Dialect = {
  name: 'anthropic',
  recognizes: (chunk) => isFields(chunk) && typeof chunk.type === 'string' && TYPES.has(chunk.type),
  read(chunk) {
    if (!isFields(chunk)) return [];
    const part = `content/${chunk.index ?? 0}`;
    if (chunk.type === 'content_block_stop') return [{ kind: 'end', part }];
    if (chunk.type === 'content_block_start') return readStart(part, chunk.content_block);
    return chunk.type === 'content_block_delta' ? readDelta(part, chunk.delta) : [];
  },
};

function readStart(part: string, block: unknown): Piece[] {
  if (!isFields(block)) return [];
  const pieces: Piece[] = [];
  for (const field of ['text', 'thinking']) {
    const text = block[field];
    const path = ['content_block', field];
    if (isText(text)) pieces.push({ kind: 'text', part, text, path });
  }
  if (typeof block.type === 'string' && block.type.endsWith('tool_use') && isText(block.name)) {
    pieces.push({ kind: 'name', part, name: block.name });
  }
  return pieces;
}

function readDelta(part: string, delta: unknown): Piece[] {
  if (!isFields(delta)) return [];
  const { text, thinking, partial_json: json } = delta;
  if (isText(text)) return [{ kind: 'text', part, text, path: ['delta', 'text'] }];
  if (isText(thinking)) {
    return [{ kind: 'text', part, text: thinking, path: ['delta', 'thinking'] }];
  }
  return isText(json) ? [{ kind: 'call', part, text: json, path: ['delta', 'partial_json'] }] : [];
}
