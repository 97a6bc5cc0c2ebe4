import type { JsonObject, JsonValue, Sample, Tool } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { referenceRows } from '../testing/reference-data.ts';
import { score, scoreValue } from '../testing/score.ts';
import { toolCallValid } from './tool-call-valid.ts';

const book: Tool = {
  name: 'book',
  parameters: {
    type: 'object',
    properties: { seats: { type: 'integer' }, to: { type: 'string' } },
    required: ['seats'],
  },
};

function calls(...given: (JsonObject | string)[]): Sample {
  return { tools: [book], toolCalls: given.map((all) => ({ name: 'book', arguments: all })) };
}

test('is the share of calls that fit, and says what is wrong with the others', async () => {
  expect(await score(toolCallValid, calls({ seats: 1 }, { seats: 'x' }, {}))).toMatchObject({
    value: 1 / 3,
    raw: 1,
    passed: false,
    reason:
      '1 of 3 calls are valid; not: book (/seats must be integer, is string), book (it lacks "seats").',
    evidence: [
      { pointer: '/toolCalls/1', note: '/seats must be integer, is string' },
      { pointer: '/toolCalls/2', note: 'it lacks "seats"' },
    ],
  });
});

test('a tool that is not declared, or arguments that are no JSON object, are invalid', async () => {
  const sample = { tools: [book], toolCalls: [{ name: 'pay' }] };
  expect((await score(toolCallValid, sample)).reason).toContain('pay (no such tool)');
  expect(await scoreValue(toolCallValid, calls('{"seats": 1'))).toBe(0);
});

test('arguments may be the text that the model wrote, and tools as OpenAI declares them', async () => {
  const sample: Sample = {
    tools: [{ type: 'function', function: { ...book } }],
    messages: [
      {
        role: 'assistant',
        tool_calls: [{ function: { name: 'book', arguments: '{"seats": 2}' } }],
      },
    ],
  };
  expect(await scoreValue(toolCallValid, sample)).toBe(1);
});

test('a tool without parameters takes any arguments', async () => {
  const sample = { tools: [{ name: 'now' }], toolCalls: [{ name: 'now', arguments: { x: 1 } }] };
  expect(await scoreValue(toolCallValid, sample)).toBe(1);
});

test('arguments that are not declared are left to the schema, or refused', async () => {
  const sample = calls({ seats: 1, colour: 'red' });
  expect(await scoreValue(toolCallValid, sample)).toBe(1);
  expect(await score(toolCallValid, sample, { allowUndeclared: false })).toMatchObject({
    value: 0,
    reason: expect.stringContaining('/colour is not declared'),
  });
});

test('no call is none that is invalid', async () => {
  expect(await scoreValue(toolCallValid, { tools: [book], toolCalls: [] })).toBe(1);
});

test('a schema that is none is a fault of the sample, and no low value', async () => {
  const tools = [{ name: 'f', parameters: { type: 'dict', properties: {} } }];
  const sample = { tools, toolCalls: [{ name: 'f', arguments: {} }] };
  expect(await score(toolCallValid, sample)).toMatchObject({
    status: 'error',
    error: { code: 'sample_field_invalid', message: expect.stringContaining('/type must be one') },
  });
  expect(await scoreValue(toolCallValid, sample, { dialect: 'bfcl' })).toBe(1);
});

test('a schema that asks for work without end is refused', async () => {
  const tools = [{ name: 'f', parameters: { $ref: '#' } }];
  const sample = { tools, toolCalls: [{ name: 'f', arguments: {} }] };
  expect(await score(toolCallValid, sample)).toMatchObject({ error: { code: 'sample_too_large' } });
});

// Each argument lists its acceptable values, '' or null for leaving it out; so do the members of a
// `dict`.
function choose(acceptable: JsonValue, schema: JsonValue | undefined): JsonValue | undefined {
  const values = Array.isArray(acceptable) ? acceptable : [acceptable];
  const chosen = values.find((value) => value !== '' && value !== null);
  return chosen === undefined ? undefined : unwrap(chosen, schema);
}

function unwrap(value: JsonValue, schema: JsonValue | undefined): JsonValue {
  const { type, properties, items } = isObject(schema) ? schema : {};
  if (Array.isArray(value)) return value.map((item) => unwrap(item, items));
  if (!isObject(value) || type !== 'dict') return value;
  return chooseAll(value, properties);
}

function chooseAll(values: JsonObject, properties: JsonValue | undefined): JsonObject {
  const chosen = Object.entries(values).flatMap(([name, all]): [string, JsonValue][] => {
    const value = choose(all, isObject(properties) ? properties[name] : undefined);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(chosen);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const rows = referenceRows('toolcall_bfcl.dev.jsonl').flatMap((row) => {
  const tools = row.functions as (Tool & { parameters: JsonObject })[];
  const expected = row.expected as Record<string, JsonObject>[];
  const toolCalls = expected.flatMap((call) =>
    Object.entries(call).map(([name, values]) => {
      const parameters = tools.find((tool) => tool.name === name)?.parameters;
      return { name, arguments: chooseAll(values, parameters?.properties) };
    }),
  );
  return toolCalls.length > 0 ? [{ id: row.id, sample: { tools, toolCalls } }] : [];
});

describe.skipIf(rows.length === 0)('on the calls of the Berkeley leaderboard', () => {
  const params = { dialect: 'bfcl', allowUndeclared: false };

  // The others break an enum or a type of their own schema.
  test('97 in 100 of the expected calls are valid', async () => {
    const invalid: string[] = [];
    for (const { id, sample } of rows) {
      const result = await score(toolCallValid, sample, params);
      if (result.value !== 1) invalid.push(`${id}: ${result.reason}`);
    }
    expect(invalid.length / rows.length, invalid.join('\n')).toBeLessThan(0.03);
  });

  test('a call without a required argument, with one more, or of another tool is not', async () => {
    for (const { id, sample } of rows) {
      const [first] = sample.toolCalls;
      const tool = sample.tools.find(({ name }) => name === first?.name);
      const [required] = (tool?.parameters.required ?? []) as string[];
      const given = first?.arguments ?? {};
      const altered: JsonObject[] = [{ ...given, 'no such argument': 1 }];
      if (required !== undefined) {
        const others = Object.entries(given).filter(([name]) => name !== required);
        altered.push(Object.fromEntries(others));
      }
      for (const all of altered) {
        const toolCalls = [{ name: first?.name ?? '', arguments: all }];
        expect(await scoreValue(toolCallValid, { ...sample, toolCalls }, params), id).toBe(0);
      }
      const other = { ...sample, toolCalls: [{ name: 'no such tool', arguments: given }] };
      expect(await scoreValue(toolCallValid, other, params), id).toBe(0);
    }
  });
});
