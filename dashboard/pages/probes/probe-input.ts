import type { ProbeInput, Sample } from '@assay/sdk';
import { KINDS } from './kinds.ts';

/** Something in the form that is no request yet. */
export class FormFault extends Error {
  override readonly name = 'FormFault';
}

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

/** JSON, one sample a line; a line that does not begin with a brace is an input. */
function samplesOf(text: string): Sample[] {
  return text.split('\n').flatMap((line, i): Sample[] => {
    const given = line.trim();
    if (given === '') return [];
    if (!given.startsWith('{')) return [{ input: given }];
    try {
      return [JSON.parse(given)];
    } catch {
      throw new FormFault(
        `Line ${i + 1} of the samples is not JSON. Fix it, or write the question alone.`,
      );
    }
  });
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
