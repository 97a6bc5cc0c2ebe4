import { type DataBlock, fence, fenceRules } from './fence.ts';
import type { JudgeMessage } from './judge.ts';
import { ID } from './shape.ts';

/** What a judge is asked, before it is put into words with a marker. */
export interface Question {
  /** Trusted text, the same for every sample of a scorer: what to do. */
  instructions: string;
  /** What of them is repeated after long data. Defaults to all of them. */
  reminder?: string;
  /** Trusted text that goes with this sample, such as the numbers of what it holds. */
  task?: string;
  /** Untrusted text: what to judge. */
  blocks: readonly DataBlock[];
}

/** Data longer than this pushes the instructions out of a small model's sight. */
const LONG = 4_000;

/**
 * The messages of a question. What is the same for every sample of a scorer comes first and alone, so
 * that servers can keep their work on it; the marker and all that hangs on the sample come after.
 * After long data what matters most of the instructions is repeated.
 *
 * @param skeleton the form of the answer, see `shape.ts`
 */
export function putIntoWords(
  { instructions, reminder = instructions, task = '', blocks }: Question,
  skeleton: string,
  marker: string,
): JudgeMessage[] {
  const isLong = blocks.reduce((sum, { text }) => sum + text.length, 0) > LONG;
  const after = [
    isLong
      ? `The data ends here. Judge it by the instructions above. Again:\n\n${reminder}`
      : 'The data ends here. Judge it by the instructions above.',
    task,
    `Answer with one JSON object and nothing else. It begins with ${beginning(marker)}`,
  ];
  return [
    {
      role: 'system',
      content: `You are a careful, impartial evaluator.\n\n${instructions}\n\nAnswer with one JSON object and nothing else, in this form. Its "${ID}" is the marker of the task:\n${skeleton}`,
    },
    {
      role: 'user',
      content: [fenceRules(marker), fence(blocks, marker), ...after]
        .filter((part) => part !== '')
        .join('\n\n'),
    },
  ];
}

/**
 * The messages that ask again after an answer that could not be read.
 *
 * @param said what the judge answered; null where repeating it would do harm, as in a copy of the data
 */
export function askAgain(
  messages: readonly JudgeMessage[],
  said: string | null,
  problem: string,
  marker: string,
): JudgeMessage[] {
  const request = `Your answer cannot be used as it is. ${problem} Answer with one JSON object in the form asked for, and nothing else. It begins with ${beginning(marker)}`;
  if (said !== null && said.trim() !== '') {
    const turn = said.length > MOST_REPEATED ? `${said.slice(0, MOST_REPEATED)}…` : said;
    return [...messages, { role: 'assistant', content: turn }, { role: 'user', content: request }];
  }
  // Without a turn of the judge between them, two turns of the user are one: some templates refuse more.
  const last = messages.at(-1);
  if (last === undefined) return [];
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${request}` }];
}

const MOST_REPEATED = 4_000;

function beginning(marker: string): string {
  return `{"${ID}":"${marker}",`;
}
