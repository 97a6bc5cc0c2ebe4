import type { ExtractStep } from '@assay/schema/types.ts';

// A path into an output that is JSON. `length` is a text's own.
const PATH = "(?:\\.(?!length\\b)[A-Za-z_]\\w*(?![\\w(])|\\[\\d+\\]|\\['[^'\\\\]+'\\])*";
const START = new RegExp(`^(?:(JSON\\.parse\\(output\\))|String\\(output\\)|output)(${PATH})`);

const LINES = '\\.split\\((?:\'\\\\n\'|"\\\\n"|/\\\\n/)\\)';
/** What may follow in a chain, and the step that does the same. */
const METHODS: readonly (readonly [RegExp, ExtractStep])[] = [
  [/^\.trim\(\)/, 'trim'],
  [/^\.toLowerCase\(\)/, 'lowercase'],
  [/^\.toUpperCase\(\)/, 'uppercase'],
  [new RegExp(`^${LINES}\\[0\\]`), 'first-line'],
  [new RegExp(`^${LINES}(?:\\.pop\\(\\)|\\.at\\(-1\\))`), 'last-line'],
];

/**
 * The steps that do what a `transform` of promptfoo does, where that can be told for certain: a path
 * into JSON, then `trim`, `toLowerCase`, `toUpperCase`, first or last line.
 *
 * @returns none where there is no transform; undefined where it does anything else
 */
export function extractOf(transform: unknown): ExtractStep[] | undefined {
  if (transform === undefined) return [];
  if (typeof transform !== 'string') return undefined;
  const code = transform
    .trim()
    .replace(/;$/, '')
    .replace(/^return\s+/, '');
  const [start, parsed, path = ''] = START.exec(code) ?? [];
  if (start === undefined) return undefined;
  const steps: ExtractStep[] =
    parsed === undefined && path === '' ? [] : [{ by: 'json', path: pointerOf(path) }];
  let rest = code.slice(start.length);
  while (rest !== '') {
    const [method, step] = METHODS.find(([form]) => form.test(rest)) ?? [];
    if (method === undefined || step === undefined) return undefined;
    steps.push(step);
    rest = rest.replace(method, '');
  }
  return steps;
}

function pointerOf(path: string): string {
  return [...path.matchAll(/\.(\w+)|\[(\d+)\]|\['([^']+)'\]/g)]
    .map(([, name, index, quoted]) => name ?? index ?? quoted ?? '')
    .map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
