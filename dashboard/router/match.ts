/**
 * Matches a path against a pattern such as `/batches/:id`.
 *
 * @returns the decoded value of each parameter; undefined if the path does not match
 */
export function match(pattern: string, path: string): Record<string, string> | undefined {
  const expected = partsOf(pattern);
  const parts = partsOf(path);
  if (expected.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, part] of parts.entries()) {
    const name = expected[i] ?? '';
    if (!name.startsWith(':')) {
      if (name !== part) return undefined;
      continue;
    }
    const value = decode(part);
    if (value === undefined) return undefined;
    parameters[name.slice(1)] = value;
  }
  return parameters;
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** Builds a path whose segments can contain any character. */
export function pathTo(...parts: readonly (string | number)[]): string {
  return `/${parts.map((part) => encodeURIComponent(part)).join('/')}`;
}
