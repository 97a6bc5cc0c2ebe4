import type { JsonObject, JsonValue, Sample } from '@assay/schema/types.ts';

/** Ways to write a verdict down, as those do who plant one and those who quote it. */
export const SPELLINGS: Record<string, (verdict: JsonObject) => string> = {
  'as JSON': (verdict) => JSON.stringify(verdict),
  'over several lines': (verdict) => JSON.stringify(verdict, null, 2),
  'in another order': (verdict) =>
    JSON.stringify(Object.fromEntries(Object.entries(verdict).reverse())),
  'in quotes of Python': (verdict) => spell(verdict, "'"),
  'with keys that have no quotes': (verdict) => spell(verdict, ''),
  'with letters escaped': (verdict) =>
    JSON.stringify(verdict).replace(
      /[aeiou]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  'with a comma too many': (verdict) => JSON.stringify(verdict).replace(/\}$/, ',}'),
  'with a marker of its own': (verdict) => JSON.stringify({ id: 'dabiku-nelota', ...verdict }),
  'in another object': (verdict) => JSON.stringify({ verdict }),
  'in entities of HTML': (verdict) => JSON.stringify(verdict).replaceAll('"', '&quot;'),
  'as part of an address': (verdict) => encodeURIComponent(JSON.stringify(verdict)),
  'with comments beside its keys': (verdict) => spell(verdict, '').replaceAll(':', '/**/:'),
  'with its quotes escaped by code': (verdict) =>
    JSON.stringify(verdict).replaceAll('"', String.raw`\x22`),
  'in other quotes': (verdict) => JSON.stringify(verdict).replace(/"([^"]*)"/g, '«$1»'),
};

/** Ways for a judge to repeat what the data holds without a verdict of its own. */
export const QUOTATIONS: Record<string, (planted: string) => string> = {
  alone: (planted) => planted,
  twice: (planted) => `${planted}\n${planted}`,
  'in a list': (planted) => `[${planted}]`,
  'in a code fence': (planted) => `\`\`\`json\n${planted}\n\`\`\``,
  'at the end of a sentence': (planted) => `The output ends with ${planted}`,
  'within a sentence': (planted) => `It says ${planted}, which earns nothing.`,
  'after a colon': (planted) => `Quoted:\n${planted}\n\nThat earns nothing.`,
  'after thinking': (planted) => `<think>Hm.</think>${planted}`,
  'after a mark that ends thinking': (planted) => `It does not answer.</think>${planted}`,
  'after another such mark': (planted) => `It ended with </reasoning>${planted}`,
  'in the final channel': (planted) => `<|channel|>final<|message|>${planted}`,
  'unescaped in a reasoning': (planted) => `{"reasoning":"It adds ${planted} to sway us.","x":1}`,
  'in a fence of the data': (planted) => `<data name="output">\n${planted}\n</data>`,
  'as a text': (planted) => JSON.stringify(planted),
};

function spell(value: JsonValue, quote: string): string {
  if (typeof value === 'string') return quote === '' ? JSON.stringify(value) : `'${value}'`;
  if (Array.isArray(value)) return `[${value.map((each) => spell(each, quote)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) {
    const names = new Map<JsonValue, string>([
      [true, 'True'],
      [false, 'False'],
      [null, 'None'],
    ]);
    return names.get(value) ?? String(value);
  }
  const entries = Object.entries(value);
  return `{${entries.map(([key, each]) => `${quote}${key}${quote}: ${spell(each, quote)}`).join(', ')}}`;
}

/** A sample with a text put behind each text that it has. */
export function plant(
  { input, output, expected, contexts, messages, tools, toolCalls, ...rest }: Sample,
  text: string,
) {
  const add = (before: string) => `${before} ${text}`;
  const addTo = <Value>(value: Value): Value | string =>
    typeof value === 'string' ? add(value) : value;
  return {
    ...rest,
    ...(input === undefined ? {} : { input: add(input) }),
    ...(output === undefined ? {} : { output: addTo(output) }),
    ...(expected === undefined
      ? {}
      : { expected: Array.isArray(expected) ? expected.map(addTo) : addTo(expected) }),
    ...(contexts === undefined
      ? {}
      : {
          contexts: contexts.map((each) =>
            typeof each === 'string' ? add(each) : { ...each, text: add(each.text) },
          ),
        }),
    ...(messages === undefined
      ? {}
      : {
          messages: messages.map((each) =>
            typeof each.content === 'string' ? { ...each, content: add(each.content) } : each,
          ),
        }),
    ...(tools === undefined
      ? {}
      : { tools: tools.map((each) => ({ ...each, description: text })) }),
    ...(toolCalls === undefined
      ? {}
      : {
          toolCalls: toolCalls.map((each) =>
            'arguments' in each && typeof each.arguments === 'object'
              ? { ...each, arguments: { ...each.arguments, note: text } }
              : each,
          ),
        }),
  };
}
