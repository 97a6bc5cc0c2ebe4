import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/cfworker-provider.js';
import { expect, test } from 'vitest';
import { describeTools } from './describe-tools.ts';

const TOOLS = describeTools();

function inputOf(name: string) {
  const tool = TOOLS.find((described) => described.name === name);
  if (tool === undefined) throw new Error(`No tool ${name}.`);
  return tool.inputSchema;
}

function accepts(name: string, args: object): boolean {
  return new CfWorkerJsonSchemaValidator().getValidator(Object(inputOf(name)))(args).valid;
}

test('what clients put into the context of a model stays small', () => {
  const shown = TOOLS.map(({ name, description, inputSchema }) => ({
    name,
    bytes: JSON.stringify({ name, description, inputSchema }).length,
  }));
  expect(shown.filter(({ bytes }) => bytes > 19_000)).toEqual([]);
  expect(shown.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(96_000);
  expect(JSON.stringify(TOOLS).length).toBeLessThan(140_000);
});

test('the examples of each tool are valid arguments', () => {
  const examples = TOOLS.flatMap(({ name, inputSchema }) =>
    [inputSchema.examples ?? []].flat().map((example) => ({ name, example: Object(example) })),
  );
  expect(examples.map(({ name }) => name)).toContain('score');
  expect(examples.filter(({ name, example }) => !accepts(name, example))).toEqual([]);
});

test('a client that validates arguments lets through the spellings of other APIs', () => {
  const sample = {
    output: '4',
    messages: [
      { role: 'user', content: 'What is 2 + 2?' },
      { type: 'function_call', name: 'add', arguments: '{"a":2,"b":2}', call_id: 'call_1' },
      { role: 'assistant', content: null, tool_calls: [{ function: { name: 'add' } }] },
    ],
    tools: [{ type: 'function', function: { name: 'add', parameters: { type: 'object' } } }],
    toolCalls: [{ id: 'call_1', type: 'function', function: { name: 'add', arguments: '{}' } }],
  };
  expect(accepts('score', { sample, scorers: ['exact-match'] })).toBe(true);
});

test('a client that validates arguments refuses those of a wrong type', () => {
  expect(accepts('score', { samples: 'Paris' })).toBe(false);
  expect(accepts('score', { sample: { output: 'Paris', contexts: [{ id: '1' }] } })).toBe(false);
});

test('choices, defaults and the fields of samples are described', () => {
  expect(inputOf('score')).toMatchObject({
    properties: { store: { enum: ['now', 'queued', 'none'] } },
    $defs: { Sample: { properties: { expected: { description: expect.any(String) } } } },
  });
});

test('an estimate takes the arguments of what it estimates', () => {
  const { properties, description } = inputOf('estimate_probe');
  expect(description).toBe('The arguments of `run_probe`.');
  expect(Object.keys(properties ?? {})).toEqual(Object.keys(inputOf('run_probe').properties ?? {}));
});
