import {
  type Dialect,
  entriesOf,
  type Fields,
  isFields,
  isText,
  type Path,
  type Piece,
} from './dialect.ts';

const DELTAS =
  /^response\.(output_text|refusal|reasoning_text|reasoning_summary_text)\.(delta|done)$/;
const CALLS = /^response\.(?:function_call_arguments|custom_tool_call_input|mcp_call_arguments)\./;

/**
 * Events of OpenAI's Responses API. What its deltas say is repeated when a text, its part, its item and
 * the response are done; it is rewritten in each of them.
 */
export const openAiResponses: Dialect = {
  name: 'openai-responses',
  recognizes: (chunk) =>
    isFields(chunk) && typeof chunk.type === 'string' && chunk.type.startsWith('response.'),
  read(chunk) {
    if (!isFields(chunk) || typeof chunk.type !== 'string') return [];
    const { type } = chunk;
    const item = `output/${chunk.output_index ?? 0}`;
    const [, kind = '', end] = DELTAS.exec(type) ?? [];
    if (end !== undefined) return readText(chunk, `${item}/${sectionOf(kind, chunk)}`, end);
    if (CALLS.test(type)) return readCall(chunk, item);
    if (type === 'response.content_part.done' || type === 'response.reasoning_summary_part.done') {
      const section = type.includes('summary') ? 'summary' : 'content';
      const index = chunk.content_index ?? chunk.summary_index ?? 0;
      return readContent(chunk.part, `${item}/${section}/${index}`, ['part']);
    }
    if (type === 'response.output_item.added') return readName(chunk.item, item);
    if (type === 'response.output_item.done') {
      return [...readItem(chunk.item, item, ['item']), { kind: 'end', part: `${item}/` }];
    }
    if (!isFields(chunk.response)) return [];
    return entriesOf(chunk.response.output).flatMap(([i, done]) =>
      readItem(done, `output/${i}`, ['response', 'output', i]),
    );
  },
};

function sectionOf(kind: string, chunk: Fields): string {
  if (kind.includes('summary')) return `summary/${chunk.summary_index ?? 0}`;
  return `content/${chunk.content_index ?? 0}`;
}

function readText(chunk: Fields, part: string, end: string): Piece[] {
  if (end === 'delta') {
    return isText(chunk.delta) ? [{ kind: 'text', part, text: chunk.delta, path: ['delta'] }] : [];
  }
  const field = isText(chunk.refusal) ? 'refusal' : 'text';
  const text = chunk[field];
  return isText(text) ? [{ kind: 'whole', part, text, path: [field] }] : [];
}

function readCall(chunk: Fields, item: string): Piece[] {
  const part = `${item}/call`;
  if (isText(chunk.delta)) return [{ kind: 'call', part, text: chunk.delta, path: ['delta'] }];
  const field = isText(chunk.arguments) ? 'arguments' : 'input';
  const text = chunk[field];
  return isText(text) ? [{ kind: 'whole-call', part, text, path: [field] }] : [];
}

function readName(item: unknown, part: string): Piece[] {
  if (!isFields(item) || !isText(item.name)) return [];
  return [{ kind: 'name', part: `${part}/call`, name: item.name }];
}

/** An item of the output that is done. */
function readItem(item: unknown, part: string, at: Path): Piece[] {
  if (!isFields(item)) return [];
  const pieces = ['content', 'summary'].flatMap((section) =>
    entriesOf(item[section]).flatMap(([i, content]) =>
      readContent(content, `${part}/${section}/${i}`, [...at, section, i]),
    ),
  );
  const name = isText(item.name) ? item.name : undefined;
  for (const field of ['arguments', 'input']) {
    const text = item[field];
    if (!isText(text)) continue;
    pieces.push({ kind: 'whole-call', part: `${part}/call`, text, path: [...at, field], name });
  }
  return pieces;
}

function readContent(content: unknown, part: string, at: Path): Piece[] {
  if (!isFields(content)) return [];
  return ['text', 'refusal'].flatMap((field): Piece[] => {
    const text = content[field];
    return isText(text) ? [{ kind: 'whole', part, text, path: [...at, field] }] : [];
  });
}
