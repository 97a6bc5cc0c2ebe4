/**
 * The JSON pointer of a path, such as `/scorers/0/params/a~1b`; empty for the whole document.
 * Source: RFC 6901.
 */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
