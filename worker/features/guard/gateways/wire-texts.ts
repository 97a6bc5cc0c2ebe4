import { entriesOf, isFields, isText, type Path } from '@assay/schema/guard-stream/dialect.ts';
import type { WireText } from './guard-texts.ts';

/** A text, and where in a body it is. */
export interface PlacedText extends WireText {
  path: Path;
}

/** The texts in content: a text, or a list of parts. */
export function textsIn(content: unknown, at: Path = []): { text: string; path: Path }[] {
  if (isText(content)) return [{ text: content, path: at }];
  return entriesOf(content).flatMap(([i, part]) =>
    ['text', 'refusal', 'content'].flatMap((field) => textsIn(part[field], [...at, i, field])),
  );
}

/** What a request says to a model: of chats, completions, embeddings, messages and responses. */
export function textsOfRequest(json: unknown): PlacedText[] {
  if (!isFields(json)) return [];
  return [
    ...['messages', 'input'].flatMap((field) => turns(json[field], [field])),
    ...['prompt', 'input'].flatMap((field) => plain(json[field], [field])),
  ];
}

/** What a response of a model says. */
export function textsOfResponse(json: unknown): PlacedText[] {
  if (!isFields(json)) return [];
  const choices = entriesOf(json.choices).flatMap(([i, choice]) => {
    const at = ['choices', i];
    const { message } = choice;
    if (!isFields(message)) return place(textsIn(choice.text, [...at, 'text']), 'output');
    return [
      ...['content', 'refusal', 'reasoning_content'].flatMap((field) =>
        place(textsIn(message[field], [...at, 'message', field]), 'output'),
      ),
      ...entriesOf(message.tool_calls).flatMap(([k, call]) =>
        calls(call.function, [...at, 'message', 'tool_calls', k, 'function'], 'arguments'),
      ),
    ];
  });
  const blocks = entriesOf(json.content).flatMap(([i, block]) => [
    ...place(textsIn(block.text, ['content', i, 'text']), 'output'),
    ...calls(block, ['content', i], 'input'),
  ]);
  const items = entriesOf(json.output).flatMap(([i, item]) => [
    ...place(textsIn(item.content, ['output', i, 'content']), 'output'),
    ...calls(item, ['output', i], 'arguments'),
  ]);
  return [...choices, ...blocks, ...items];
}

function turns(messages: unknown, at: Path): PlacedText[] {
  return entriesOf(messages).flatMap(([i, message]) => {
    const { role, type } = message;
    // What the application itself wrote is no input.
    if (role === 'system' || role === 'developer') return [];
    if (type === 'function_call_output') {
      return place(textsIn(message.output, [...at, i, 'output']), 'tool-result');
    }
    const stage = role === 'tool' || role === 'function' ? 'tool-result' : 'input';
    return place(textsIn(message.content, [...at, i, 'content']), stage);
  });
}

function plain(value: unknown, at: Path): PlacedText[] {
  if (isText(value)) return [{ stage: 'input', text: value, path: at }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((text, i) =>
    isText(text) ? [{ stage: 'input' as const, text, path: [...at, i] }] : [],
  );
}

function calls(called: unknown, at: Path, field: string): PlacedText[] {
  if (!isFields(called)) return [];
  const { [field]: given, name } = called;
  const isValue = isFields(given);
  const text = isValue ? JSON.stringify(given) : given;
  if (!isText(text)) return [];
  return [{ stage: 'tool-call', text, path: [...at, field], call: String(name ?? '') }];
}

function place(
  texts: readonly { text: string; path: Path }[],
  stage: WireText['stage'],
): PlacedText[] {
  return texts.map((found) => ({ ...found, stage }));
}
