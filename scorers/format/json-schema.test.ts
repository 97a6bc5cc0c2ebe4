import { faultsOf } from '@assay/schema/faults.ts';
import { expect, test } from 'vitest';
import { InvalidScorers } from '../resolve.ts';
import { score, scoreValue } from '../testing/score.ts';
import { jsonSchema } from './json-schema.ts';

const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'array', items: { type: 'integer' } } },
  required: ['city'],
};

test('the reason names the first fault, and the evidence all of them', async () => {
  const result = await score(jsonSchema, { output: '{"days": [1, "2", 3.5]}' }, { schema });
  expect(result).toMatchObject({
    value: 0,
    passed: false,
    reason: 'The JSON does not match the schema: the root lacks "city" (and 2 more).',
    evidence: [
      { note: 'the root lacks "city"' },
      { note: '/days/1 must be integer, is string' },
      { note: '/days/2 must be integer, is number' },
    ],
  });
});

test('output that is no JSON does not fit, and the reason says where it breaks', async () => {
  const result = await score(jsonSchema, { output: 'Oslo' }, { schema });
  expect(result).toMatchObject({ value: 0, reason: expect.stringContaining('at character 1') });
});

test('JSON in a code fence counts when asked for', async () => {
  const output = '```json\n{"city": "Oslo"}\n```';
  expect(await scoreValue(jsonSchema, { output }, { schema })).toBe(0);
  expect(await scoreValue(jsonSchema, { output }, { schema, mode: 'fenced' })).toBe(1);
});

test('draft 7 is asked for by parameter or by $schema', async () => {
  const tuple = { items: [{ type: 'string' }], additionalItems: false };
  expect(await scoreValue(jsonSchema, { output: '["a", 1]' }, { schema: tuple, draft: '7' })).toBe(
    0,
  );
  const named = { $schema: 'http://json-schema.org/draft-07/schema#', ...tuple };
  expect(await scoreValue(jsonSchema, { output: '["a"]' }, { schema: named })).toBe(1);
});

test('a schema that cannot be used is refused, at the place of the fault', async () => {
  const broken = { properties: { 'a/b': { type: 'strnig' } } };
  const refused: unknown = await score(jsonSchema, { output: '{}' }, { schema: broken }).catch(
    (cause: unknown) => cause,
  );
  expect(refused).toBeInstanceOf(InvalidScorers);
  expect(refused).toMatchObject({
    errors: [{ pointer: '/scorers/0/params/schema/properties/a~1b/type' }],
  });
});

test('a schema that is omitted is told to be missing, and what is none, to be none', () => {
  const told = (params: object) => {
    const { error } = jsonSchema.params.safeParse(params);
    return faultsOf(error?.issues ?? []).map(({ message }) => message);
  };
  expect(told({})).toEqual(['is required, but missing']);
  expect(told({ schema: 5 })).toEqual(['must be a JSON Schema: an object, or true or false']);
});
