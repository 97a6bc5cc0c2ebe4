import * as z from 'zod';
import type { MessageView, SampleView, ToolCallView } from '../sample.ts';

/** Where in a sample a detector may look, by the names that its parameter `over` takes. */
export const PLACE_NAMES = [
  'input',
  'output',
  'contexts',
  'user',
  'assistant',
  'system',
  'tool-results',
  'tool-calls',
] as const;

export type PlaceName = (typeof PLACE_NAMES)[number];

/** A text to look at. */
export interface Place {
  /** The name in `over` that led here. */
  name: PlaceName;
  /** JSON pointer of the text in the sample. The parts of a message count as one text. */
  pointer: string;
  text: string;
}

/** The parameter `over` of a detector. */
export function overParam(preset: readonly PlaceName[]) {
  return z
    .array(z.enum(PLACE_NAMES))
    .min(1)
    .default([...preset])
    .describe(
      'Where to look: `input`, `output`, `contexts`, the turns in `messages` by who wrote them (`user`, `assistant`, `system`, `tool-results`), or the arguments of `tool-calls`. Places that the sample lacks are skipped; at least one must exist.',
    );
}

/**
 * The texts of a sample that `over` names, in that order, each once: `input` that is the last user
 * message is found there and not looked at again as a `user` turn.
 */
export function placesIn(sample: SampleView, over: readonly PlaceName[]): Place[] {
  const places = new Map<string, Place>();
  for (const name of over) {
    for (const { pointer, text } of READERS[name](sample)) {
      if (!places.has(pointer)) places.set(pointer, { name, pointer, text });
    }
  }
  return [...places.values()];
}

type Located = Omit<Place, 'name'>;

const NONE: readonly MessageView[] = [];

const READERS: Readonly<Record<PlaceName, (sample: SampleView) => Located[]>> = {
  input: (sample) => fieldOrTurn(sample, 'input', 'user'),
  output: (sample) => fieldOrTurn(sample, 'output', 'assistant'),
  contexts: ({ contexts = [] }) =>
    contexts.map(({ text }, i) => ({ pointer: `/contexts/${i}`, text })),
  user: (sample) => turns(sample, 'user'),
  assistant: (sample) => turns(sample, 'assistant'),
  system: (sample) => [...turns(sample, 'system'), ...turns(sample, 'developer')],
  'tool-results': toolResults,
  'tool-calls': toolArguments,
};

/** A field of the view; the turn that it was taken from where the sample left it out. */
function fieldOrTurn(sample: SampleView, field: 'input' | 'output', role: string): Located[] {
  const { [field]: text, messages = NONE } = sample;
  if (text === undefined) return [];
  const turn = messages.findLastIndex((message) => message.role === role);
  const isTurn = messages[turn]?.content === text;
  return [{ pointer: isTurn ? `/messages/${turn}/content` : `/${field}`, text }];
}

function turns({ messages = [] }: SampleView, role: string): Located[] {
  return messages.flatMap((message, i) =>
    message.role === role ? [{ pointer: `/messages/${i}/content`, text: message.content }] : [],
  );
}

function toolResults(sample: SampleView): Located[] {
  const { messages = [] } = sample;
  const inParts = messages.flatMap(({ toolResults = [] }, i) =>
    toolResults.flatMap((result, k) => textsIn(result, `/messages/${i}/toolResults/${k}`)),
  );
  const read = new Set(messages.filter((one) => one.toolResults && one.content === ''));
  const texts = messages.flatMap((message, i) => {
    const isTool = message.role === 'tool' || message.role === 'function';
    if (!isTool || read.has(message)) return [];
    return [{ pointer: `/messages/${i}/content`, text: message.content }];
  });
  return [...texts, ...inParts];
}

function toolArguments({ toolCalls = [], messages = [] }: SampleView): Located[] {
  const pointers = new Map<ToolCallView, string>();
  for (const [i, message] of messages.entries()) {
    for (const [k, call] of message.toolCalls.entries()) {
      pointers.set(call, `/messages/${i}/toolCalls/${k}`);
    }
  }
  return toolCalls.flatMap((call, i) => {
    const pointer = pointers.get(call) ?? `/toolCalls/${i}`;
    return call.arguments === null || isMoreThanRead(call)
      ? [{ pointer: `${pointer}/arguments`, text: call.argumentsText }]
      : textsIn(call.arguments, `${pointer}/arguments`);
  });
}

/** Whether arguments as JSON say more than was read: digits that no double holds, or a key twice. */
function isMoreThanRead({ arguments: read, exactArguments, argumentsText }: ToolCallView): boolean {
  return exactArguments !== undefined || repeatsKeys(read, argumentsText);
}

function repeatsKeys(read: unknown, json: string): boolean {
  const strings = json.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g) ?? [];
  return strings.filter((one) => one.endsWith(':')).length > countKeys(read);
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value);
  const own = Array.isArray(value) ? 0 : members.length;
  return members.reduce((sum: number, member) => sum + countKeys(member), own);
}

/** The texts and numbers in a JSON value; of one that has none an empty text, which is nothing to fear. */
function textsIn(value: unknown, pointer: string): Located[] {
  const found = leaves(value, pointer);
  return found.length === 0 ? [{ pointer, text: '' }] : found;
}

/** The texts and numbers in a JSON value. */
function leaves(value: unknown, pointer: string): Located[] {
  if (typeof value === 'string') return [{ pointer, text: value }];
  if (typeof value === 'number') return [{ pointer, text: String(value) }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    leaves(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}
