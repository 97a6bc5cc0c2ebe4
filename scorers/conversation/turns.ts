import type { NumberedItem } from '../judging/define-verdicts.ts';
import { type DataBlock, type ShownField, show } from '../judging/fence.ts';
import type { QuotedText } from '../judging/quotable.ts';
import { abstained, type Outcome } from '../outcome.ts';
import type { MessageView, SampleView } from '../sample.ts';

/** A turn, and where it stands in the sample. */
interface Turn extends MessageView {
  pointer: string;
}

/**
 * The conversation with the input and the output that stand beside it: an input that no turn holds
 * is the user's next turn, or the first where the user has none; an output that none holds is the
 * assistant's last.
 */
export function readTurns(sample: SampleView): readonly Turn[] {
  const turns = known.get(sample) ?? turnsOf(sample);
  known.set(sample, turns);
  return turns;
}

const known = new WeakMap<SampleView, readonly Turn[]>();

function turnsOf({ messages = [], input, output }: SampleView): Turn[] {
  const turns = messages.map((message, i): Turn => ({ ...message, pointer: `/messages/${i}` }));
  if (isMissing(turns, 'user', input)) {
    const turn: Turn = { role: 'user', content: input, toolCalls: [], pointer: '/input' };
    const isFirst = !turns.some(({ role }) => role === 'user');
    const afterSystem = turns.findIndex(({ role }) => role !== 'system' && role !== 'developer');
    turns.splice(isFirst && afterSystem !== -1 ? afterSystem : turns.length, 0, turn);
  }
  const last = turns.at(-1);
  // Where the assistant has the last word, an output unlike it is another form of it.
  const isAnswered = last?.role === 'assistant' && last.content.trim() !== '';
  if (!isAnswered && isMissing(turns, 'assistant', output)) {
    turns.push({ role: 'assistant', content: output, toolCalls: [], pointer: '/output' });
  }
  return turns;
}

/** Whether a text says something that no turn of that role holds. */
function isMissing(
  turns: readonly Turn[],
  speaker: MessageView['role'],
  text: string | undefined,
): text is string {
  const wanted = text?.trim() ?? '';
  const isSaid = ({ role, content }: Turn) => role === speaker && content.trim() === wanted;
  return wanted !== '' && !turns.some(isSaid);
}

/** The whole conversation as one block, after other fields of the sample. */
export function showTurns(sample: SampleView, before: readonly ShownField[] = []): DataBlock[] {
  return show({ ...sample, messages: [...readTurns(sample)] }, [...before, 'messages']);
}

/** The assistant's turns that say something, by the numbers that the conversation is shown with. */
export function assistantTurns(sample: SampleView): NumberedItem[] {
  return readTurns(sample).flatMap((turn, i) =>
    turn.role === 'assistant' && turn.content.trim() !== ''
      ? [{ number: i + 1, pointer: turn.pointer, quotes: [textOf(turn)] }]
      : [],
  );
}

/** What the user said, for quotes to be found in. */
export function userTexts(sample: SampleView): QuotedText[] {
  return readTurns(sample)
    .filter(({ role }) => role === 'user')
    .map(textOf);
}

function textOf(turn: Turn): QuotedText {
  const { pointer, content } = turn;
  const text = texts.get(turn) ?? {
    pointer: pointer.startsWith('/messages') ? `${pointer}/content` : pointer,
    text: content,
  };
  texts.set(turn, text);
  return text;
}

// The same objects each time: `findQuote` folds each of them once.
const texts = new WeakMap<Turn, QuotedText>();

/** An outcome, where nobody has asked anything yet. */
export function nobodyAsked(sample: SampleView): Outcome | undefined {
  const isAsked = userTexts(sample).some(({ text }) => text.trim() !== '');
  return isAsked
    ? undefined
    : abstained('The user says nothing in the conversation. No judge was asked.');
}
