import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import { nearest } from '@assay/schema/nearest.ts';
import type {
  ExperimentChange,
  ExperimentVariant,
  JsonValue,
  ProblemField,
  Sample,
} from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import { bodyOf, endpointLookup } from './targets/endpoint-lookup.ts';
import { asText, countNames, type Lookup, oddBraceIn, unclosedNamesIn } from './template.ts';
import { lookupFor, namesFor, sampleOf } from './variables.ts';

/** What the templates of an experiment are filled in with. */
export interface Filling {
  samples: readonly Sample[];
  /** Of each variant, what it changes by id of the sample. */
  changes: readonly ReadonlyMap<string, ExperimentChange>[];
}

/** A text with placeholders. */
interface Template {
  pointer: string;
  text: string;
  /** Whether it is a part of a request to an endpoint of the user's own. */
  isOfEndpoint: boolean;
}

/**
 * Looks up every name of every template for every sample, so that what would fail in each cell is known
 * before anything runs, and adds up what they make before it is made.
 *
 * @throws ApiProblem `invalid_request` that names the template and the sample
 */
export function checkTemplates(variants: readonly ExperimentVariant[], filling: Filling): void {
  let characters = 0;
  const errors: ProblemField[] = [];
  for (const [at, variant] of variants.entries()) {
    const found = checkVariant(variant, at, filling, LIMITS.experimentCharacters - characters);
    characters += found.characters;
    errors.push(...found.errors);
    if (characters > LIMITS.experimentCharacters) {
      const message = `make requests of more than ${LIMITS.experimentCharacters} characters together: use fewer samples or variants, or shorter prompts`;
      errors.push({ pointer: '/variants', message });
      break;
    }
  }
  if (errors.length > 0) throw new ApiProblem('invalid_request', { errors });
}

interface Checked {
  errors: ProblemField[];
  /** Of what the templates make of the samples that were looked at. */
  characters: number;
}

/** @param room characters after which it stops */
function checkVariant(
  variant: ExperimentVariant,
  at: number,
  { samples, changes }: Filling,
  room: number,
): Checked {
  const templates = templatesIn(variant, `/variants/${at}`);
  const odd = braceFaults(templates, variant, samples);
  if (odd.length > 0) return { errors: odd, characters: 0 };
  const open = templates.map((template) => ({ template, names: countNames(template.text) }));
  let characters = 0;
  for (const [i, sample] of samples.entries()) {
    const given = sampleOf(sample, changes[at]?.get(sample.id ?? ''));
    const of = `sample "${sample.id ?? String(i + 1)}"`;
    const plain = lookupFor(variant, given, 0);
    // Whether the project has its secrets is checked with the hosts that they may be sent to.
    const ofEndpoint = endpointLookup({ variant, given, seed: 0, secretOf: () => '' });
    // The request to an endpoint holds the rendered prompt, so that one must be right first.
    for (const isOfEndpoint of [false, true]) {
      const lookup = isOfEndpoint ? ofEndpoint : plain;
      const own = open.filter(({ template }) => template.isOfEndpoint === isOfEndpoint);
      const errors = own.flatMap(({ template, names }) => {
        const missing = [...names.keys()].find((name) => lookup(name) === undefined);
        if (missing === undefined) return [];
        const known = [...(isOfEndpoint ? OF_ENDPOINTS : []), ...namesFor(variant, given)];
        const message = `names {{${missing}}}, ${adviceFor(missing, known, of)}`;
        return [{ pointer: template.pointer, message }];
      });
      if (errors.length > 0) return { errors, characters };
      const lengths = own.map(
        ({ template, names }) => template.text.length + filled(names, lookup),
      );
      const made = lengths.reduce((sum, length) => sum + length, 0);
      characters += made;
      if (made > LIMITS.experimentRequestCharacters) {
        const longest = own[lengths.indexOf(Math.max(...lengths))];
        const pointer = longest?.template.pointer ?? `/variants/${at}`;
        const message = `makes a request of ${made} characters of ${of}, more than ${LIMITS.experimentRequestCharacters}: shorten it or the sample`;
        return { errors: [{ pointer, message }], characters: 0 };
      }
      if (characters > room) return { errors: [], characters };
    }
  }
  return { errors: [], characters };
}

/** How many characters the values of names are, as often as each is there. */
function filled(names: ReadonlyMap<string, number>, lookup: Lookup): number {
  let characters = 0;
  for (const [name, times] of names) characters += times * asText(lookup(name) ?? '').length;
  return characters;
}

function braceFaults(
  templates: readonly Template[],
  variant: ExperimentVariant,
  [first]: readonly Sample[],
): ProblemField[] {
  const known = new Set(first === undefined ? [] : namesFor(variant, sampleOf(first, undefined)));
  return templates.flatMap(({ pointer, text, isOfEndpoint }) => {
    if (isOfEndpoint && oddBraceIn(text)) {
      return [{ pointer, message: `has {{ without a name and }}: ${HOW_TO_SEND_BRACES}` }];
    }
    // Other braces are text of the prompt, such as of JSON that it shows.
    const name = unclosedNamesIn(text).find((each) => known.has(each));
    return name === undefined
      ? []
      : [{ pointer, message: `has {{${name} without }}: ${HOW_TO_SEND_BRACES}` }];
  });
}

const OF_ENDPOINTS = ['prompt', 'messages'];
const MOST_KNOWN = 20;
const HOW_TO_SEND_BRACES =
  'write a placeholder as {{input}}; braces that are meant as such go into a value of `variables`';

function adviceFor(missing: string, known: readonly string[], of: string): string {
  if (missing.startsWith('secrets.')) {
    return 'but secrets are filled in only in headers and bodies of your own endpoints';
  }
  const meant = nearest(missing, known);
  const hint = meant === undefined || meant === missing ? '' : ` Did you mean {{${meant}}}?`;
  return `which has no value for ${of}.${hint} Give it in \`variables\`, or in \`metadata\` of every sample; known here: ${known.slice(0, MOST_KNOWN).join(', ')}`;
}

function templatesIn(variant: ExperimentVariant, above: string): Template[] {
  const { target, prompt, messages, parameters } = variant;
  const endpoint = typeof target === 'string' ? undefined : target;
  const body = endpoint === undefined ? undefined : bodyOf(endpoint);
  return [
    ...textsIn(prompt, `${above}/prompt`, false),
    ...textsIn(
      messages?.map(({ content }) => ({ content })),
      `${above}/messages`,
      false,
    ),
    ...textsIn(parameters, `${above}/parameters`, false),
    ...textsIn(endpoint?.headers, `${above}/target/headers`, true),
    ...textsIn(body, `${above}/target/body`, true),
  ];
}

function textsIn(value: JsonValue | undefined, pointer: string, isOfEndpoint: boolean): Template[] {
  if (typeof value === 'string') return [{ pointer, text: value, isOfEndpoint }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsIn(inner, `${pointer}${jsonPointer([key])}`, isOfEndpoint),
  );
}
