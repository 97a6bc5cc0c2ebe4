import type { ProbeInput } from '@assay/sdk';
import { FormFault } from '../../parts/form-fault.ts';
import { samplesOf } from '../../parts/pasted-samples.ts';
import { KINDS } from './kinds.ts';

/**
 * What the form says, as the API has it; the API checks the rest.
 *
 * @throws FormFault that names the field
 */
export function probeInputOf(form: FormData): ProbeInput {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const kind = KINDS.find(([name]) => name === text('kind'))?.[0] ?? 'consistency';
  const target = text('target');
  const scorers = text('scorers')
    .split(/[\s,]+/)
    .filter((name) => name !== '');
  const samples = samplesOf(text('samples'));
  const more = objectOf(text('more'));
  return {
    kind,
    ...(target !== '' && { target: /^https?:\/\//.test(target) ? { url: target } : target }),
    ...texts(text, ['name', 'prompt', 'suite', 'dataset']),
    ...(samples.length > 0 && { samples }),
    ...(scorers.length > 0 && { scorers }),
    ...(text('since') !== '' && { drift: { since: text('since') } }),
    ...numbers(text, ['repeats', 'seed', 'maxCostUsd']),
    ...more,
  };
}

function texts(text: (name: string) => string, names: readonly string[]) {
  return Object.fromEntries(
    names.flatMap((name) => (text(name) === '' ? [] : [[name, text(name)]])),
  );
}

function numbers(text: (name: string) => string, names: readonly string[]) {
  return Object.fromEntries(
    names.flatMap((name) => (text(name) === '' ? [] : [[name, Number(text(name))]])),
  );
}

function objectOf(text: string): Partial<ProbeInput> {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new FormFault('More fields must be a JSON object, such as {"phrasing":{"paraphrases":2}}.');
}
