// The longest first: *** is not an asterisk around **.
const MARKS = ['***', '___', '**', '__', '~~', '*', '_', '`'];

/**
 * A text without Markdown's emphasis around the whole of it: `**Paris**` is Paris, `a **b** c` stays.
 *
 * Source: CommonMark 0.31, section 6.2.
 */
export function withoutEmphasis(text: string): string {
  const mark = MARKS.find((one) => isAround(text, one));
  return mark === undefined ? text : text.slice(mark.length, -mark.length).trim();
}

function isAround(text: string, mark: string): boolean {
  return (
    text.length > 2 * mark.length &&
    text.startsWith(mark) &&
    text.endsWith(mark) &&
    text.indexOf(mark, mark.length) === text.length - mark.length
  );
}
