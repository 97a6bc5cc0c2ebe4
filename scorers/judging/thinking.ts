/** A judge's text after its own thinking; null if the thinking never ends. */
export type Spoken = string | null;

const NAMES = '(?:think|thinking|thought|reasoning)';
const OPEN = new RegExp(`^\\s*(?:<(${NAMES})>|\\[(THINK)\\])`, 'i');
const CLOSE = new RegExp(`</${NAMES}>|\\[/THINK\\]`, 'i');
const HARMONY_OPEN = /^\s*<\|(?:start|channel)\|>/;
const HARMONY_FINAL = /<\|channel\|>final(?:[^<]|<\|constrain\|>)*<\|message\|>/;
const HARMONY_END = /<\|(?:return|end)\|>\s*$/;
const MOST_BLOCKS = 20;

/**
 * Cuts a judge's thinking from its text, only where it can be the judge's own: in the marks that the
 * text begins with (`<think>`, `[THINK]`, the channels of OpenAI's harmony format), or up to a closing
 * mark whose opening one the server put into the prompt. A closing mark that the data holds can be a
 * quotation, so it ends no thinking that it did not see begin: what stands before it stays.
 *
 * Sources: chat templates of DeepSeek-R1 and Qwen3 (`<think>`), Mistral's Magistral (`[THINK]`);
 * OpenAI, harmony response format.
 * @param isQuotable whether the data holds such a closing mark
 */
export function afterThinking(text: string, isQuotable: boolean): Spoken {
  if (HARMONY_OPEN.test(text)) {
    const final = HARMONY_FINAL.exec(text);
    if (final === null) return null;
    return text.slice(final.index + final[0].length).replace(HARMONY_END, '');
  }
  let rest = text.replace(/^\ufeff/, '');
  for (let blocks = 0; blocks < MOST_BLOCKS; blocks += 1) {
    const [open, tag, bracket] = OPEN.exec(rest) ?? [];
    if (open === undefined) return blocks > 0 ? rest : afterServersThinking(rest, isQuotable);
    const close = (bracket === undefined ? `</${tag}>` : '[/THINK]').toLowerCase();
    const end = rest.toLowerCase().indexOf(close);
    if (end === -1) return null;
    rest = rest.slice(end + close.length);
  }
  return null;
}

/** The same where the server opened the thinking in its prompt. */
function afterServersThinking(text: string, isQuotable: boolean): string {
  const close = isQuotable ? null : CLOSE.exec(text);
  return close === null ? text : text.slice(close.index + close[0].length);
}

/** Whether a text holds a mark that ends thinking, however it is spaced. */
export function endsThinking(text: string): boolean {
  return new RegExp(`<\\s*/\\s*${NAMES}\\s*>|\\[\\s*/\\s*THINK\\s*\\]`, 'i').test(text);
}
