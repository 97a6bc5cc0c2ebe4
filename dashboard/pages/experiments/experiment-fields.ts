import type {
  ExperimentEndpoint,
  ExperimentInput,
  ExperimentTarget,
  ExperimentVariant,
} from '@assay/sdk';
import { FormFault } from '../../parts/form-fault.ts';
import { samplesOf } from '../../parts/pasted-samples.ts';

/** The fields of a variant, as texts of inputs. */
export interface VariantFields {
  /** Tells rows of the form apart. */
  row: number;
  name: string;
  /** A model, a pipeline, a Worker, a URL, or an endpoint as JSON. */
  target: string;
  prompt: string;
  /** A JSON object. */
  parameters: string;
}

/** The fields of an experiment: for what most need, or JSON for everything. */
export interface ExperimentFields {
  shape: 'fields' | 'json';
  name: string;
  /** One a line. */
  samples: string;
  dataset: string;
  variants: readonly VariantFields[];
  /** Ids, separated by commas. */
  scorers: string;
  suite: string;
  repeats: string;
  maxCostUsd: string;
  choose: string;
  json: string;
}

export const EMPTY: ExperimentFields = {
  ...{ shape: 'fields', name: '', samples: '', dataset: '', scorers: '', suite: '' },
  ...{ repeats: '1', maxCostUsd: '', choose: '', json: '' },
  variants: [emptyVariant(1), emptyVariant(2)],
};

export function emptyVariant(row: number): VariantFields {
  return { row, name: '', target: '', prompt: '', parameters: '' };
}

/**
 * What the fields say, as the API has it; the API checks the rest.
 *
 * @throws FormFault that names the field
 */
export function experimentInputOf(fields: ExperimentFields): ExperimentInput {
  if (fields.shape === 'json') return jsonInput(fields.json);
  const { name, dataset, suite, choose, repeats, maxCostUsd } = fields;
  const samples = samplesOf(fields.samples);
  const scorers = fields.scorers.split(/[\s,]+/).filter((id) => id !== '');
  return {
    ...given({ name }),
    variants: fields.variants.map((variant, i) => variantOf(variant, i)),
    ...(samples.length > 0 && { samples }),
    ...given({ dataset }),
    ...(scorers.length > 0 && { scorers }),
    ...given({ suite }),
    ...(repeats.trim() !== '' && { repeats: Number(repeats) }),
    ...(maxCostUsd.trim() !== '' && { maxCostUsd: Number(maxCostUsd) }),
    ...given({ choose }),
  };
}

/** The same experiment written as JSON, for what the fields cannot say. @throws FormFault */
export function asJson(fields: ExperimentFields): ExperimentFields {
  if (fields.shape === 'json') return fields;
  return { ...fields, shape: 'json', json: JSON.stringify(experimentInputOf(fields), null, 2) };
}

function variantOf(fields: VariantFields, i: number): ExperimentVariant {
  const { name, target, prompt, parameters } = fields;
  const place = name.trim() === '' ? `variant ${i + 1}` : `variant “${name.trim()}”`;
  const settings =
    parameters.trim() === ''
      ? undefined
      : objectOf(parameters, `Parameters of ${place}`, '{"temperature": 0}');
  return {
    name: name.trim(),
    target: targetOf(target.trim(), place),
    // Spaces and lines around a prompt are part of it.
    ...(prompt.trim() !== '' && { prompt }),
    ...(settings && { parameters: { ...settings } }),
  };
}

function targetOf(target: string, place: string): ExperimentTarget {
  if (/^https?:\/\//.test(target)) return { url: target };
  if (!target.startsWith('{')) return target;
  const example = '{"url": "https://app.example.com/answer"}';
  const endpoint: Partial<ExperimentEndpoint> = objectOf(target, `Target of ${place}`, example);
  const { url } = endpoint;
  if (typeof url === 'string') return { ...endpoint, url };
  throw new FormFault(`Target of ${place} has no \`url\`. Add it, such as ${example}.`);
}

function jsonInput(text: string): ExperimentInput {
  const input: Partial<ExperimentInput> = objectOf(text, 'The experiment', '{"variants": []}');
  const { variants } = input;
  if (Array.isArray(variants)) return { ...input, variants };
  throw new FormFault('The experiment has no list of `variants`. Add it.');
}

/** What it has, the API checks. @throws FormFault if it is no JSON object */
function objectOf(text: string, what: string, example: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'It cannot be read.';
    throw new FormFault(`${what} must be JSON, such as ${example}. ${reason}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new FormFault(`${what} must be a JSON object, such as ${example}.`);
}

function given(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) =>
      text.trim() === '' ? [] : [[name, text.trim()]],
    ),
  );
}
