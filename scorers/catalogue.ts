import type { JsonObject, ScorerInfo } from '@assay/schema/types.ts';
import * as z from 'zod';
import type { Scorer } from './define.ts';
import type { DefaultModels } from './judging/judge.ts';
import { SCORERS } from './registry.ts';
import { InvalidScorers, resolveScorers } from './resolve.ts';
import { fieldName } from './run.ts';

/** Everything that can be said of a scorer, as the catalogue shows it. */
export function describeScorer(scorer: Scorer, models: DefaultModels = {}): ScorerInfo {
  const { id, version, kind, group, summary, source, threshold } = scorer;
  return {
    id,
    aliases: Object.entries(scorer.aliases).map(([name, params]) => ({ name, params })),
    version,
    kind,
    group,
    summary,
    source,
    needs: [...new Set(scorer.needs.map(fieldName))],
    params: withAliases(
      z.toJSONSchema(scorer.params, { io: 'input', unrepresentable: 'any' }) as JsonObject,
      scorer.paramAliases,
    ),
    threshold,
    fingerprint: defaultFingerprint(scorer, models),
    examples: [...scorer.examples],
  };
}

/** The JSON Schema of parameters that go by another name too: one of the two, never both. */
function withAliases(schema: JsonObject, aliases: Scorer['paramAliases']): JsonObject {
  let told = schema;
  for (const [alias, name] of Object.entries(aliases)) {
    const properties = told.properties as Record<string, JsonObject>;
    const required = (told.required ?? []) as string[];
    const { default: _, ...target } = properties[name] ?? {};
    const other = { ...target, description: `Another name of \`${name}\`.` };
    const isNeeded = required.includes(name);
    told = {
      ...told,
      properties: { ...properties, [alias]: other },
      required: required.filter((each) => each !== name),
      ...(isNeeded
        ? { oneOf: [{ required: [name] }, { required: [alias] }] }
        : { not: { required: [name, alias] } }),
    };
  }
  return told;
}

function defaultFingerprint({ id }: Scorer, models: DefaultModels): string | null {
  try {
    return resolveScorers([id], '', models)[0]?.fingerprint ?? null;
  } catch (cause) {
    if (cause instanceof InvalidScorers) return null;
    throw cause;
  }
}

/** The whole catalogue, in reading order. */
export function describeScorers(models: DefaultModels = {}): ScorerInfo[] {
  return SCORERS.map((scorer) => describeScorer(scorer, models));
}
