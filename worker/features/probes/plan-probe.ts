import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type {
  JsonObject,
  ProbeEdit,
  ProbeSkipped,
  ProbeVariantCount,
  Sample,
} from '@assay/schema/types.ts';
import type { ProbePlan } from '../experiments/probe-plan.ts';
import type { MadeVariants, ProbeVariant, SkippedVariant } from './variant.ts';

/** Samples of a probe's experiment, and what it knows of them. */
export interface PlannedProbe {
  samples: Sample[];
  plan: ProbePlan;
}

/** Key of a sample's metadata under which a probe says what it changed. */
export const CHANGED = 'assay_probe';

type Settings = Pick<ProbePlan, 'kind' | 'seed' | 'margin' | 'since'>;

/** Makes variants the samples of an experiment. @param given the samples that the probe was given */
export function planProbe(
  given: readonly Sample[],
  made: MadeVariants,
  settings: Settings,
): PlannedProbe {
  const [originals, variants] = [new Map<number, number>(), new Map<string, number>()];
  const named: ProbePlan['variants'] = [];
  const asked =
    settings.kind === 'consistency' || settings.kind === 'drift' ? made.variants : compared(made);
  const rows = asked.map(({ of, variant, at }): [number, number] => {
    const key = canonicalJson({ variant, at: at ?? null });
    if (!originals.has(of)) originals.set(of, originals.size);
    if (!variants.has(key)) {
      variants.set(key, named.length);
      named.push({ variant, ...(at && { at }) });
    }
    return [originals.get(of) ?? 0, variants.get(key) ?? 0];
  });
  const ids = [...originals.keys()].map((of) => idOf(given, of));
  return {
    samples: asked.map((one, i) => sampleOf(one, ids[rows[i]?.[0] ?? 0] ?? '', i)),
    plan: {
      ...{ ...settings, samples: given.length, originals: ids, variants: named, rows },
      skipped: countSkipped(made.skipped),
    },
  };
}

/** Without originals that have nothing to be compared with: nobody pays for those. */
function compared({ variants }: MadeVariants): ProbeVariant[] {
  const counts = Map.groupBy(variants, ({ of }) => of);
  return variants.filter(({ of }) => (counts.get(of)?.length ?? 0) > 1);
}

function idOf(given: readonly Sample[], of: number): string {
  return given[of]?.id ?? String(of + 1);
}

function sampleOf({ sample, variant, edits }: ProbeVariant, original: string, row: number): Sample {
  const name = `${original}/${variant.replaceAll(/[^\w.]+/g, '-')}`;
  const id = name.length <= LIMITS.nameCharacters ? name : `${row + 1}`;
  if (edits.length === 0) return { ...sample, id };
  return { ...sample, id, metadata: { ...sample.metadata, [CHANGED]: changedJson(edits) } };
}

function changedJson(edits: readonly ProbeEdit[]): JsonObject {
  return {
    edited: edits.length,
    edits: edits.slice(0, LIMITS.probeEdits).map(({ pointer, start, end, before, after }) => ({
      ...{ pointer, start, end },
      before: before.slice(0, LIMITS.excerptCharacters),
      after: after.slice(0, LIMITS.excerptCharacters),
    })),
  };
}

/** What a probe changed in a sample of its experiment. */
export function changedIn({ metadata }: Sample): { edits: ProbeEdit[]; edited: number } {
  const changed = metadata?.[CHANGED];
  if (typeof changed !== 'object' || changed === null || Array.isArray(changed)) return NOTHING;
  const { edits, edited } = changed;
  if (!Array.isArray(edits) || typeof edited !== 'number') return NOTHING;
  return { edits: edits.flatMap((edit) => readEdit(edit)), edited };
}

const NOTHING = { edits: [], edited: 0 };

function readEdit(edit: unknown): ProbeEdit[] {
  if (typeof edit !== 'object' || edit === null) return [];
  const { pointer, start, end, before, after } = { ...NO_EDIT, ...edit };
  return [{ pointer, start, end, before, after }];
}

const NO_EDIT: ProbeEdit = { pointer: '', start: 0, end: 0, before: '', after: '' };

function countSkipped(skipped: readonly SkippedVariant[]): ProbeSkipped[] {
  const counts = new Map<string, ProbeSkipped>();
  for (const { variant, reason } of skipped) {
    const key = `${variant}\n${reason}`;
    const known = counts.get(key);
    if (known) known.samples += 1;
    else counts.set(key, { variant, reason, samples: 1 });
  }
  // Reasons can quote the samples, so that there may be as many.
  return [...counts.values()].toSorted((a, b) => b.samples - a.samples).slice(0, MOST_REASONS);
}

const MOST_REASONS = 100;

/** Variants by name, with how many samples each has. */
export function variantCounts({
  variants,
  rows,
}: Pick<ProbePlan, 'variants' | 'rows'>): ProbeVariantCount[] {
  const counts = new Map<string, number>();
  for (const [, at] of rows) {
    const name = variants[at]?.variant ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Array.from(counts, ([variant, samples]) => ({ variant, samples }));
}
