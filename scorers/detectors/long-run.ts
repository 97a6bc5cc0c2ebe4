/**
 * Whether so many signs stand in a row without white space between. Looks at few of them in ordinary
 * text: what a pattern for long tokens cannot be in need not be searched by it.
 */
export function hasLongRun(text: string, least: number): boolean {
  let from = 0;
  while (from + least <= text.length) {
    let at = from + least - 1;
    while (at >= from && text.charCodeAt(at) > SPACE) at -= 1;
    if (at < from) return true;
    from = at + 1;
  }
  return false;
}

const SPACE = 0x20;
