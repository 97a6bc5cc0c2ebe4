import type { NumberedItem } from '../judging/define-verdicts.ts';
import type { QuotedText } from '../judging/quote.ts';
import { abstained, type Outcome } from '../outcome.ts';
import type { MessageView } from '../sample.ts';

/** The assistant's turns that say something, by the numbers that the conversation is shown with. */
export function assistantTurns(messages: readonly MessageView[]): NumberedItem[] {
  return messages.flatMap(({ role, content }, i) =>
    role === 'assistant' && content.trim() !== ''
      ? [{ number: i + 1, pointer: `/messages/${i}` }]
      : [],
  );
}

/** What was said, for quotes to be found in. */
export function turnTexts(messages: readonly MessageView[]): QuotedText[] {
  return messages.map(({ content }, i) => ({ pointer: `/messages/${i}/content`, text: content }));
}

/** An outcome, where nobody has asked anything yet. */
export function nobodyAsked(messages: readonly MessageView[]): Outcome | undefined {
  if (messages.some(({ role, content }) => role === 'user' && content.trim() !== '')) {
    return undefined;
  }
  return abstained('The user says nothing in the conversation. No judge was asked.');
}
