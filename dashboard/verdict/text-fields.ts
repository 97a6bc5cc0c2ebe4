import type { Sample } from '@assay/sdk';

/** A text of a sample: what evidence can point into. */
export interface TextField {
  /** JSON pointer into the sample. */
  pointer: string;
  label: string;
  text: string;
}

/** In the order in which a person reads a sample. */
const ORDER = [
  'input',
  'messages',
  'contexts',
  'tools',
  'toolCalls',
  'output',
  'expected',
  'expectedToolCalls',
  'referenceContexts',
  'metadata',
];
const LAST = ['id', 'generator', 'generation'];

/** The texts of a sample, in reading order; other values as JSON. */
export function textFieldsOf(sample: Sample): TextField[] {
  const fields = new Map<string, unknown>(Object.entries(sample));
  const names = [...ORDER, ...[...fields.keys()].filter((name) => !ORDER.includes(name))];
  return names
    .filter((name) => fields.get(name) !== undefined && !LAST.includes(name))
    .flatMap((name) => textsIn(fields.get(name), [name]));
}

function textsIn(value: unknown, path: readonly (string | number)[]): TextField[] {
  if (typeof value === 'string') return [fieldOf(path, value)];
  if (Array.isArray(value)) return value.flatMap((item, i) => textsIn(item, [...path, i]));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, member]) => textsIn(member, [...path, name]));
  }
  return [fieldOf(path, JSON.stringify(value))];
}

function fieldOf(path: readonly (string | number)[], text: string): TextField {
  const escaped = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  const label = path.map((step) => (typeof step === 'number' ? `${step + 1}` : step)).join(' › ');
  return { pointer: `/${escaped.join('/')}`, label, text };
}
