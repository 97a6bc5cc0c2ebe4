import type { SampleView } from '../sample.ts';

/** A text of the sample that quotes can come from, and its JSON pointer. */
export interface QuotedText {
  pointer: string;
  text: string;
}

export type QuotableField = 'input' | 'output' | 'messages' | 'contexts' | 'toolCalls';

/** The texts of a sample's fields that a judge may quote, in the order asked for. */
export function quotable(sample: SampleView, fields: readonly QuotableField[]): QuotedText[] {
  const texts = known.get(sample) ?? new Map<QuotableField, QuotedText[]>();
  known.set(sample, texts);
  return fields.flatMap((field) => {
    const found = texts.get(field) ?? TEXTS[field](sample);
    texts.set(field, found);
    return found;
  });
}

// The same objects each time: `findQuote` folds each of them once.
const known = new WeakMap<SampleView, Map<QuotableField, QuotedText[]>>();

const TEXTS: Record<QuotableField, (sample: SampleView) => QuotedText[]> = {
  input: ({ input: text }) => (text === undefined ? [] : [{ pointer: '/input', text }]),
  output: ({ output: text }) => (text === undefined ? [] : [{ pointer: '/output', text }]),
  messages: ({ messages = [] }) =>
    messages.map(({ content: text }, i) => ({ pointer: `/messages/${i}/content`, text })),
  contexts: ({ contexts = [] }) =>
    contexts.map(({ text }, i) => ({ pointer: `/contexts/${i}`, text })),
  toolCalls: ({ toolCalls = [] }) =>
    toolCalls.map(({ argumentsText: text }, i) => ({ pointer: `/toolCalls/${i}`, text })),
};

/** The fields that tell what was asked: the conversation, and the input where that is not in it. */
export function askedIn({ input, messages }: SampleView): ('messages' | 'input')[] {
  if (messages === undefined) return ['input'];
  return messages.some(({ content }) => content === input) ? ['messages'] : ['messages', 'input'];
}
