import type { JsonObject, ScorerInfo } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defaultFingerprint } from './default-fingerprint.ts';
import type { Scorer } from './define.ts';
import { fieldName } from './run.ts';

/** Everything that can be said of a scorer before it is known which models a deployment has. */
export function describeScorer(scorer: Scorer): ScorerInfo {
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
    fingerprint: defaultFingerprint(id, {}),
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
