const texts = new WeakMap<object, string>();

/** A value as JSON, kept for `jsonOf` while the value lives. The value must not change any more. */
export function keepJson(value: object): string {
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}

/** A value as JSON: the text that was kept of it, where one was. */
export function jsonOf(value: unknown): string {
  const kept = typeof value === 'object' && value !== null ? texts.get(value) : undefined;
  return kept ?? JSON.stringify(value);
}
