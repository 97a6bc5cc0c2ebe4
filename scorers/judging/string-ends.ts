/**
 * Finds where strings of JSON end in a text: the last word of each, the mark that closes it, and the
 * key and value that follow, in a form that does not depend on white space or the kind of quotes.
 *
 * @param onlyForged only ends of strings that the text has not opened, on the line or at all: to quote
 *   them without escaping closes the string of whoever quotes
 */
export function stringEnds(text: string, onlyForged: boolean): Set<string> {
  const found = new Set<string>();
  let onLine: Counts = {};
  const inText: Counts = {};
  for (const { 0: mark, index } of text.matchAll(MARK)) {
    if (mark === '\n') {
      onLine = {};
      continue;
    }
    const kind = mark === '”' ? '“' : mark;
    const isOpened = isOdd(onLine[kind]) && isOdd(inText[kind]);
    const [, key, value] = (!onlyForged || !isOpened ? follow(text, index + 1) : null) ?? [];
    if (key !== undefined && value !== undefined) {
      const [word] = LAST_WORD.exec(text.slice(Math.max(0, index - LOOK_BACK), index)) ?? [''];
      found.add(
        [word, key, value.replace(/^[\s{[]*["'“]?/, '')].join('"').normalize('NFKC').toLowerCase(),
      );
    }
    onLine[kind] = (onLine[kind] ?? 0) + 1;
    inText[kind] = (inText[kind] ?? 0) + 1;
  }
  return found;
}

type Counts = Record<string, number>;

const MARK = /["'“”\n]/g;
const LOOK_BACK = 30;
const LAST_WORD = /[\p{L}\p{N}]*[^\p{L}\p{N}\s"'“”]{0,4}$/u;
// Every repetition is bounded: this is tried at each quotation mark of a long text.
const FOLLOWING =
  /\s{0,50}[,}\]][,}\][{\s]{0,50}["'“]?([\p{L}_][\p{L}\p{N}_-]{0,40})["'”]?\s{0,50}:\s{0,50}((?:[{[]\s{0,50}){0,9}(?:["'“][^"'“”]{0,20}|[\w.+-]{1,20}|[}\]]))/uy;

function isOdd(count = 0): boolean {
  return count % 2 === 1;
}

function follow(text: string, at: number): RegExpExecArray | null {
  FOLLOWING.lastIndex = at;
  return FOLLOWING.exec(text);
}
