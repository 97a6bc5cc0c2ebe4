import { lazyPattern } from '@assay/scorers/lazy-pattern.ts';

const LONGEST = 300;
const LEAST_LETTERS = 5;
const RUN = 3;
const OURS = new Set(
  'model models messages message content system assistant temperature logprobs top_logprobs response_format json_schema json_object max_tokens max_completion_tokens stream_options enable_thinking schema answer tokens token context length window prompt request server error invalid value supported support parameter please required object array string number'.split(
    ' ',
  ),
);

/**
 * A server's message as it may be shown to who asked: in one line, bounded, without keys, and
 * without words of the sample that the server repeats.
 *
 * @param samples what was sent as data
 * @param own what was sent of Assay's own, whose words may be shown
 */
export function quotableMessage(
  message: string,
  samples: readonly string[],
  own: readonly string[],
  apiKey: string | undefined,
): string {
  // Nothing but the beginning can be shown; the rest is not looked at.
  const line = withoutKeys(message.slice(0, 4 * LONGEST), apiKey)
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();
  const shown = withoutSample(line, toWords(samples), toWords(own));
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown;
}

/** A text without what looks like a key, and without the one that is known. */
export function withoutKeys(text: string, apiKey: string | undefined): string {
  const known = apiKey ? text.replaceAll(apiKey, '…') : text;
  return known
    .replace(/\b(?:sk|pk|gsk|xai|hf|key|org|proj|AIza)[-_][\w*.-]{4,}|\bbearer \S+/gi, '…')
    .replace(/(?=[\w*+/=-]*\d)(?=[\w*+/=-]*[A-Za-z])[\w*+/=-]{24,}/g, '…')
    .replace(/[\w-]+\*{3,}[\w-]*/g, '…');
}

/** Takes out runs of words that the sample has too, and longer words that only it has. */
function withoutSample(line: string, samples: string, own: string): string {
  const isSample = (words: string) => samples.includes(` ${words} `) && !own.includes(` ${words} `);
  const words = line.split(' ');
  const bare = words.map(toBare);
  const hidden = words.map(() => false);
  for (const [i, word] of bare.entries()) {
    if (word.length >= LEAST_LETTERS && !OURS.has(word) && isSample(word)) hidden[i] = true;
    const run = bare.slice(i, i + RUN);
    if (run.length === RUN && isSample(run.join(' '))) hidden.fill(true, i, i + RUN);
  }
  return words
    .map((word, i) => (hidden[i] ? '…' : word))
    .filter((word, i, all) => word !== '…' || all[i - 1] !== '…')
    .join(' ');
}

/** The words of texts, each between spaces. */
function toWords(texts: readonly string[]): string {
  return ` ${texts
    .flatMap((text) => text.split(/\s+/))
    .map(toBare)
    .join(' ')} `;
}

const AROUND = lazyPattern(String.raw`^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$`, 'gu');

function toBare(word: string): string {
  // Its beginning tells enough, in bounded time.
  return word.slice(0, 64).toLowerCase().replace(AROUND(), '');
}
