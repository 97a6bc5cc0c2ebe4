import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import type { Scorer } from '../define.ts';
import { SCORERS } from '../registry.ts';
import { scoreJudged } from '../testing/score.ts';
import { isObject } from './shape.ts';

// What every strict mode takes: these keywords and no other.
const KEYWORDS = new Set([
  'type',
  'enum',
  'properties',
  'required',
  'additionalProperties',
  'items',
]);
const TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean']);

/** What a schema has that a strict mode could refuse, each with where it stands. */
function faultsOf(schema: JsonValue | undefined, where: string): string[] {
  if (!isObject(schema)) return [`${where}: no schema`];
  const faults = Object.keys(schema).flatMap((key) =>
    KEYWORDS.has(key) ? [] : [`${where}: ${key}`],
  );
  if (!TYPES.has(String(schema.type))) faults.push(`${where}: type ${String(schema.type)}`);
  if (schema.type === 'array') faults.push(...faultsOf(itemsOf(schema), `${where}/items`));
  if (schema.type !== 'object') return faults;
  const properties = isObject(schema.properties) ? schema.properties : {};
  if (JSON.stringify(schema.required) !== JSON.stringify(Object.keys(properties))) {
    faults.push(`${where}: required`);
  }
  if (schema.additionalProperties !== false) faults.push(`${where}: additionalProperties`);
  for (const [name, each] of Object.entries(properties)) {
    faults.push(...faultsOf(isJson(each) ? each : undefined, `${where}/${name}`));
  }
  return faults;
}

function itemsOf(schema: Record<string, unknown>): JsonValue | undefined {
  return isJson(schema.items) ? schema.items : undefined;
}

function isJson(value: unknown): value is JsonObject {
  return isObject(value);
}

const judges = (SCORERS as readonly Scorer[]).filter(({ kind }) => kind === 'judge');

describe.each(judges.map((scorer) => [scorer.id, scorer] as const))('%s', (_, scorer) => {
  test('sends a schema that strict modes take, with the marker and the reasoning first', async () => {
    for (const { sample, params = {}, answers = [] } of scorer.examples) {
      const lines = answers.filter((line): line is JsonObject => isObject(line));
      if (lines.length === 0) continue;
      const { judge } = await scoreJudged(scorer, sample, lines, params);
      for (const { schema } of judge.calls) {
        expect(faultsOf(schema, '')).toEqual([]);
        expect(Object.keys(schema.properties ?? {}).slice(0, 2)).toEqual(['id', 'reasoning']);
      }
    }
  });
});
