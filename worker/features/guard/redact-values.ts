// What names a call or a part, and what refers to it.
const KEPT = /^(?:type|role|status|name|toolName|id|call_?id|tool_?(?:call|use)_?id)$/i;

// Below these everything is data: there, a `name` is whatever the tool calls so.
const DATA =
  /^(?:args|arguments|input|input_?parameters|action|params|output|result|response|error)$/i;

/**
 * Replaces every value that is exactly one of the texts, wherever a dialect keeps the arguments of a
 * call or what a tool returned. Arguments that are written as JSON keep all else as it was written.
 *
 * @param item a call or a message, which is changed
 * @param edited by text, what replaces it
 * @returns the texts that were found and replaced; not JSON that would be none after it
 */
export function redactValues(item: object, edited: ReadonlyMap<string, string>): Set<string> {
  const found = new Set<string>();

  function replaced(text: string): string | undefined {
    const replacement = edited.get(text);
    if (replacement !== undefined) found.add(text);
    return replacement;
  }

  function replacedJson(json: string): string {
    return json.replace(VALUES, (value: string, colon: string | undefined) => {
      if (colon !== undefined) return value;
      const replacement = replaced(String(JSON.parse(value)));
      return replacement === undefined ? value : JSON.stringify(replacement);
    });
  }

  function walk(given: object, isData: boolean): void {
    for (const [key, value] of Object.entries(given)) {
      const isName = !Array.isArray(given);
      if (isName && !isData && KEPT.test(key) && typeof value !== 'object') continue;
      const isDataBelow = isData || (isName && DATA.test(key));
      if (typeof value === 'object' && value !== null) walk(value, isDataBelow);
      else if (typeof value === 'string' || typeof value === 'number') {
        const json = isDataBelow && !isData && typeof value === 'string' ? value : '';
        // A number that a text replaced in JSON left as it was written: no tool could read that.
        if (isJson(json) && !isJson(edited.get(json) ?? json)) continue;
        const next = replaced(String(value)) ?? (isJson(json) ? replacedJson(json) : value);
        if (next !== value) Object.assign(given, { [key]: next });
      }
    }
  }

  walk(item, false);
  return found;
}

// A string, with the colon behind it if it is a key; or a number.
const VALUES = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
