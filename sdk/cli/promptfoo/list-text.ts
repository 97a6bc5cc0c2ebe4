import { NotImported } from '../importing/case.ts';

/** A list as promptfoo writes it in one text: `a, "b, c", d`. @throws NotImported */
export function splitList(text: string): string[] {
  const items: string[] = [];
  const item = /[\s,]*(?:"((?:\\["\\]|""|[^"\\]|\\(?!["\\]))*)"\s*(?=,|$)|([^,"][^,]*))/y;
  while (item.lastIndex < text.length && !/^[\s,]*$/.test(text.slice(item.lastIndex))) {
    const found = item.exec(text);
    if (!found) throw new NotImported(`The list ${text} has an unclosed quotation.`);
    const [, quoted, plain = ''] = found;
    items.push(quoted === undefined ? plain.trim() : quoted.replace(/\\(["\\])|""/g, unquote));
  }
  return items;
}

function unquote(_match: string, escaped?: string): string {
  return escaped ?? '"';
}
