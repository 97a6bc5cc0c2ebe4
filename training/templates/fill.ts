/** A template's texts: `{name}` is each word of that list in turn, so that the longest list is used up. */
export function fill(
  template: string,
  lists: Readonly<Record<string, readonly string[]>>,
): string[] {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const longest = Math.max(1, ...names.map((name) => lists[name]?.length ?? 0));
  const texts = Array.from({ length: longest }, (_, i) => {
    let k = 0;
    return template.replace(/\{(\w+)\}/g, (_match, name: string) => {
      const list = lists[name] ?? [];
      // A list that stands twice does not give the same word twice.
      return list[(i + 3 * k++) % list.length] ?? '';
    });
  });
  return [...new Set(texts)];
}
