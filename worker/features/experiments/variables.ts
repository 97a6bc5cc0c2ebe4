import type {
  Context,
  ExperimentChange,
  ExperimentVariant,
  JsonValue,
  Message,
  Sample,
} from '@assay/schema/types.ts';
import type { Lookup } from './template.ts';

/** A sample as one variant has it. */
export interface VariantSample {
  sample: Sample;
  variables: Record<string, string>;
}

/** @param change what the variant changes in the sample */
export function sampleOf(sample: Sample, change: ExperimentChange | undefined): VariantSample {
  if (change === undefined) return { sample, variables: {} };
  const { sample: _, variables = {}, ...fields } = change;
  return { sample: { ...sample, ...fields }, variables };
}

/**
 * What names in the templates of a variant stand for, in this order: what the variant changes for the
 * sample, its own variables, the sample's metadata, and fields of the sample: `input`, `expected`,
 * `contexts` as a text, `id`. `metadata.x` is always the metadata; `seed` is that of the repeat.
 */
export function lookupFor(
  { variables: own = {} }: Pick<ExperimentVariant, 'variables'>,
  { sample, variables }: VariantSample,
  seed: number,
): Lookup {
  const metadata = sample.metadata ?? {};
  const fields = fieldsOf(sample, seed);
  return (name) => {
    for (const table of [variables, own, metadata, fields]) {
      if (Object.hasOwn(table, name)) return table[name];
    }
    return name.startsWith('metadata.') ? at(metadata, name.slice('metadata.'.length)) : undefined;
  };
}

function fieldsOf(sample: Sample, seed: number): Record<string, JsonValue | undefined> {
  return {
    input: inputOf(sample),
    expected: sample.expected,
    contexts: sample.contexts?.map(textOf).join('\n\n'),
    id: sample.id,
    seed,
  };
}

/** The names that have a value, in the order in which they are looked up. */
export function namesFor(
  { variables: own = {} }: Pick<ExperimentVariant, 'variables'>,
  { sample, variables }: VariantSample,
): string[] {
  const fields = Object.entries(fieldsOf(sample, 0)).filter(([, value]) => value !== undefined);
  const tables = [variables, own, sample.metadata ?? {}, Object.fromEntries(fields)];
  return [...new Set(tables.flatMap((table) => Object.keys(table)))];
}

/** What the user asks last. */
export function inputOf({ input, messages = [] }: Sample): string | undefined {
  if (input !== undefined) return input;
  const asked = messages.findLast((one): one is Message => 'role' in one && one.role === 'user');
  return typeof asked?.content === 'string' ? asked.content : undefined;
}

export function textOf(context: string | Context): string {
  return typeof context === 'string' ? context : context.text;
}

/** What a path such as `city.name` leads to. */
function at(value: JsonValue, path: string): JsonValue | undefined {
  return path
    .split('.')
    .reduce<JsonValue | undefined>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
          ? (inner as Record<string, JsonValue>)[key]
          : undefined,
      value,
    );
}
