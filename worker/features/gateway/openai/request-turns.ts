import {
  entriesOf,
  type Fields,
  isFields,
  isText,
  type Path,
} from '@assay/schema/guard-stream/dialect.ts';
import type { JsonObject, Message, Role } from '@assay/schema/types.ts';
import type { Endpoint } from '../exchange.ts';

/** A text of a request, and where in the body it stands. */
export interface PlacedText {
  text: string;
  path: Path;
}

/** One turn of a request. */
export interface Turn {
  readonly role: Role;
  readonly texts: readonly PlacedText[];
}

export interface RequestTurns {
  turns: readonly Turn[];
  /** Types of parts that are no text, such as `image_url`. */
  media: readonly string[];
  /** Whether texts came in a form that cannot be read, such as tokens. */
  hasUnreadable: boolean;
}

const ROLES: readonly Role[] = ['system', 'developer', 'assistant', 'tool', 'function'];

// Guards, samples and judges read the same body, and none of them changes it.
const known = new WeakMap<JsonObject, RequestTurns & { endpoint: Endpoint }>();

/** What a request says to a model, in order. */
export function turnsOfRequest(endpoint: Endpoint, body: JsonObject): RequestTurns {
  const read = known.get(body);
  if (read?.endpoint === endpoint) return read;
  const turns = { endpoint, ...readTurns(endpoint, body) };
  known.set(body, turns);
  return turns;
}

function readTurns(endpoint: Endpoint, body: JsonObject): RequestTurns {
  if (endpoint === 'embeddings') return turnsOfEmbeddings(body);
  const field = endpoint === 'responses' ? 'input' : 'messages';
  const items = entriesOf(body[field]).map(([i, item]) => turnOf(item, [field, i]));
  const own = [turnOfText('system', body.instructions, 'instructions')];
  if (endpoint === 'responses') own.push(turnOfText('user', body.input, 'input'));
  const media = new Set(entriesOf(body[field]).flatMap(([, item]) => mediaIn(item)));
  return {
    turns: [...own.flat(), ...items].filter(({ texts }) => texts.length > 0),
    media: [...media],
    // A prompt that the provider keeps, with variables that are put into it there.
    hasUnreadable: isFields(body.prompt),
  };
}

function turnsOfEmbeddings({ input }: JsonObject): RequestTurns {
  const given = Array.isArray(input) ? input : [input];
  const turns = given.flatMap((text, i) =>
    turnOfText('user', text, ...(Array.isArray(input) ? ['input', i] : ['input'])),
  );
  return { turns, media: [], hasUnreadable: turns.length < given.length };
}

function turnOfText(role: Role, text: unknown, ...path: Path): Turn[] {
  return isText(text) ? [{ role, texts: [{ text, path }] }] : [];
}

function turnOf(item: Fields, path: Path): Turn {
  const { role, type } = item;
  if (typeof role === 'string') {
    // What is of no known role is checked as what a user says.
    const known = ROLES.find((one) => one === role) ?? 'user';
    return { role: known, texts: textsIn(item.content, [...path, 'content']) };
  }
  // What a tool of the caller's or of the provider's gave back.
  const texts = [
    ...textsIn(item.output, [...path, 'output']),
    ...(type === 'file_search_call' ? textsIn(item.results, [...path, 'results']) : []),
  ];
  return { role: 'tool', texts };
}

/** The texts in content: a text, or a list of parts. */
function textsIn(content: unknown, path: Path): PlacedText[] {
  if (isText(content)) return [{ text: content, path }];
  return entriesOf(content).flatMap(([i, part]) =>
    ['text', 'refusal'].flatMap((field) => {
      const text = part[field];
      return isText(text) ? [{ text, path: [...path, i, field] }] : [];
    }),
  );
}

function mediaIn({ content, output }: Fields): string[] {
  return [content, output].flatMap((parts) =>
    entriesOf(parts).flatMap(([, { type, text, refusal }]) =>
      isText(type) && text === undefined && refusal === undefined ? [type] : [],
    ),
  );
}

/** Turns as the messages of a sample; parts of a turn stay apart. */
export function messagesOfTurns(turns: readonly Turn[]): Message[] {
  return turns.map(({ role, texts }) => {
    const [first, ...others] = texts;
    if (first !== undefined && others.length === 0) return { role, content: first.text };
    return { role, content: texts.map(({ text }) => ({ type: 'text', text })) };
  });
}
