import { jsonPointer } from '@assay/schema/json-pointer.ts';
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
import { namesIn, oddBraceIn, unclosedNamesIn } from './template.ts';
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
 * Fills in every template of every variant with every sample, so that what would fail in each cell is
 * known before anything runs.
 *
 * @throws ApiProblem `invalid_request` that names the template and the sample
 */
export function checkTemplates(variants: readonly ExperimentVariant[], filling: Filling): void {
  const errors = variants.flatMap((variant, at) => faultsIn(variant, at, filling));
  if (errors.length > 0) throw new ApiProblem('invalid_request', { errors });
}

function faultsIn(
  variant: ExperimentVariant,
  at: number,
  { samples, changes }: Filling,
): ProblemField[] {
  const templates = templatesIn(variant, `/variants/${at}`);
  const [first] = samples;
  const known = new Set(first === undefined ? [] : namesFor(variant, sampleOf(first, undefined)));
  const odd = templates.flatMap(({ pointer, text, isOfEndpoint }) => {
    if (isOfEndpoint && oddBraceIn(text)) {
      return [{ pointer, message: `has {{ without a name and }}: ${HOW_TO_SEND_BRACES}` }];
    }
    // Other braces are text of the prompt, such as of JSON that it shows.
    const name = unclosedNamesIn(text).find((each) => known.has(each));
    return name === undefined
      ? []
      : [{ pointer, message: `has {{${name} without }}: ${HOW_TO_SEND_BRACES}` }];
  });
  if (odd.length > 0) return odd;
  const open = templates.map((template) => ({ template, names: namesIn(template.text) }));
  for (const [i, sample] of samples.entries()) {
    const given = sampleOf(sample, changes[at]?.get(sample.id ?? ''));
    const plain = lookupFor(variant, given, 0);
    // Whether the project has its secrets is checked with the hosts that they may be sent to.
    const ofEndpoint = endpointLookup({ variant, given, seed: 0, secretOf: () => '' });
    // The request to an endpoint holds the rendered prompt, so that one must be right first.
    for (const isOfEndpoint of [false, true]) {
      const lookup = isOfEndpoint ? ofEndpoint : plain;
      const errors = open.flatMap(({ template, names }) => {
        if (template.isOfEndpoint !== isOfEndpoint) return [];
        const missing = names.find((name) => lookup(name) === undefined);
        if (missing === undefined) return [];
        const known = [...(isOfEndpoint ? OF_ENDPOINTS : []), ...namesFor(variant, given)];
        const of = `sample "${sample.id ?? String(i + 1)}"`;
        const message = `names {{${missing}}}, ${adviceFor(missing, known, of)}`;
        return [{ pointer: template.pointer, message }];
      });
      if (errors.length > 0) return errors;
    }
  }
  return [];
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
