import { faultsOf } from '@assay/schema/faults.ts';
import { Sample } from '@assay/schema/sample.ts';
import type { ContentPart, JsonObject, Sample as SampleInput } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { readSample } from './sample.ts';
import { score } from './testing/score.ts';

const PARTS: Record<string, ContentPart> = {
  'Anthropic tool_use': { type: 'tool_use', id: 't1', name: 'drop', input: { id: 7 } },
  'Anthropic mcp_tool_use': {
    type: 'mcp_tool_use',
    id: 't1',
    name: 'drop',
    server_name: 's',
    input: { id: 7 },
  },
  'AI SDK tool-call': { type: 'tool-call', toolCallId: 't1', toolName: 'drop', input: { id: 7 } },
  'AI SDK 4 tool-call': { type: 'tool-call', toolCallId: 't1', toolName: 'drop', args: { id: 7 } },
  'AI SDK UI part': { type: 'tool-drop', toolCallId: 't1', state: 'done', input: { id: 7 } },
  'AI SDK dynamic tool': {
    type: 'dynamic-tool',
    toolName: 'drop',
    toolCallId: 't1',
    input: { id: 7 },
  },
  'AI SDK 3 tool call': { toolCallId: 't1', toolName: 'drop', args: { id: 7 } },
  'DeepEval ToolCall': { id: 't1', name: 'drop', input_parameters: { id: 7 }, output: null },
  'Gemini functionCall': { functionCall: { id: 't1', name: 'drop', args: { id: 7 } } },
  'Gemini function_call': { function_call: { id: 't1', name: 'drop', args: { id: 7 } } },
  'Bedrock toolUse': { toolUse: { toolUseId: 't1', name: 'drop', input: { id: 7 } } },
  'LangChain tool_call': { type: 'tool_call', id: 't1', name: 'drop', args: { id: 7 } },
  'OpenAI function_call': {
    type: 'function_call',
    call_id: 't1',
    name: 'drop',
    arguments: '{"id":7}',
  },
  'Pydantic AI tool-call': {
    part_kind: 'tool-call',
    tool_name: 'drop',
    tool_call_id: 't1',
    args: { id: 7 },
  },
  'Genkit toolRequest': { toolRequest: { ref: 't1', name: 'drop', input: { id: 7 } } },
  'Mistral function.call': {
    type: 'function.call',
    tool_call_id: 't1',
    name: 'drop',
    arguments: '{"id":7}',
  },
  'OpenAI mcp_call': { type: 'mcp_call', id: 't1', name: 'drop', arguments: '{"id":7}' },
};
const CALL = { id: 't1', name: 'drop', arguments: { id: 7 }, argumentsText: '{"id":7}' };

describe('a tool call among the parts of a message', () => {
  for (const [dialect, part] of Object.entries(PARTS)) {
    const message = {
      role: 'assistant' as const,
      content: [{ type: 'text', text: 'Now. ' }, part],
    };

    test(`is read in the form of ${dialect}, and the schema takes it`, () => {
      const sample = Sample.parse({ messages: [message] });
      expect(readSample(sample).toolCalls).toEqual([CALL]);
    });
    test(`and given as one of \`toolCalls\` (${dialect})`, () => {
      const sample = Sample.parse({ toolCalls: [part] });
      expect(readSample(sample).toolCalls).toEqual([CALL]);
    });
    test(`so that did-not-call, step-count and trajectory-match see it (${dialect})`, async () => {
      const sample: SampleInput = { messages: [message], expectedToolCalls: [] };
      const scorers: [string, JsonObject][] = [
        ['did-not-call', { tools: ['drop'] }],
        ['step-count', { max: 0 }],
        ['trajectory-match', {}],
      ];
      for (const [scorer, params] of scorers) {
        expect(await score(scorer, sample, params), scorer).toMatchObject({ passed: false });
      }
    });
  }

  test('counts once where it stands beside the parts too', () => {
    const part = { type: 'tool_use', id: 't1', name: 'drop', input: { id: 7 } };
    const messages = [{ role: 'assistant', content: [part], tool_calls: [CALL_OPENAI] }] as const;
    expect(readSample(Sample.parse({ messages })).toolCalls).toEqual([CALL]);
  });

  test('is read from Gemini’s `parts` and the role `model`', () => {
    const messages = [
      { role: 'user', parts: [{ text: 'Drop it.' }] },
      { role: 'model', parts: [{ text: 'Yes.' }, { functionCall: { name: 'drop' } }] },
    ];
    expect(readSample(Sample.parse({ messages }))).toMatchObject({
      input: 'Drop it.',
      output: 'Yes.',
      toolCalls: [{ name: 'drop', arguments: {} }],
    });
  });

  test('is none when it is the result of one', () => {
    const content = [
      { type: 'tool_result', tool_use_id: 't1', content: 'ok' },
      { type: 'tool-result', toolCallId: 't1', toolName: 'drop', output: {} },
      { type: 'tool-approval-request', approvalId: 'a', toolCallId: 't1' },
      { functionResponse: { name: 'drop', response: {} } },
    ];
    const messages = [{ role: 'assistant', content }];
    expect(readSample(Sample.parse({ messages })).toolCalls).toEqual([]);
  });
});

const CALL_OPENAI = { id: 't1', function: { name: 'drop', arguments: '{"id":7}' } };

test('calls of hosted tools have the arguments that they were made with', () => {
  const made = (part: ContentPart) =>
    readSample({ messages: [{ role: 'assistant', content: [part] }] }).toolCalls?.[0];
  const HOSTED: [ContentPart, object][] = [
    [
      { type: 'file_search_call', id: 't1', queries: ['x'] },
      { name: 'file_search', arguments: { queries: ['x'] } },
    ],
    [
      { type: 'code_interpreter_call', id: 't1', code: '1' },
      { name: 'code_interpreter', arguments: { code: '1' } },
    ],
    [
      { type: 'computer_call', id: 'i', call_id: 't1', action: { type: 'wait' } },
      { name: 'computer', arguments: { type: 'wait' }, id: 't1' },
    ],
    [
      { type: 'apply_patch_call', call_id: 't1', operation: { path: 'a' } },
      { name: 'apply_patch', arguments: { path: 'a' } },
    ],
    [
      { executableCode: { language: 'PYTHON', code: '1' } },
      { name: 'code_execution', arguments: { language: 'PYTHON', code: '1' } },
    ],
  ];
  for (const [part, call] of HOSTED) expect(made(part)).toMatchObject(call);
});

test('items of the Responses API stand among messages', () => {
  const messages = [
    { role: 'user', content: 'Drop it.' },
    { type: 'reasoning', id: 'r1', summary: [] },
    { type: 'function_call', call_id: 't1', name: 'drop', arguments: '{"id":7}' },
    { type: 'function_call_output', call_id: 't1', output: 'gone' },
    { type: 'web_search_call', id: 'w1', status: 'completed' },
    {
      type: 'message',
      role: 'assistant',
      id: 'm1',
      content: [{ type: 'output_text', text: 'Ok' }],
    },
  ];
  const view = readSample(Sample.parse({ messages }));
  expect(view.toolCalls).toMatchObject([CALL, { name: 'web_search' }]);
  expect(view.messages?.[3]).toMatchObject({ role: 'tool', content: 'gone', toolCallId: 't1' });
  expect(view.output).toBe('Ok');
});

describe('what is a tool call and cannot be read is refused, with its place', () => {
  const faults = (messages: unknown[]) => {
    const parsed = Sample.safeParse({ messages });
    return parsed.success
      ? []
      : faultsOf(parsed.error.issues).map(({ path, message }) => `${path.join('/')}: ${message}`);
  };
  const said = (part: unknown) => faults([{ role: 'assistant', content: [part] }]);

  test('without a name', () => {
    expect(said({ type: 'tool_use', id: 't1', input: {} })).toEqual([
      'messages/0/content/0/name: must name the tool that was called',
    ]);
    expect(said({ functionCall: { args: {} } })).toEqual([
      'messages/0/content/0/functionCall/name: must name the tool that was called',
    ]);
    expect(faults([{ type: 'function_call', arguments: '{}' }])).toEqual([
      'messages/0/name: must name the tool that was called',
    ]);
  });
  test('with arguments that are neither object nor text', () => {
    expect(said({ type: 'tool-call', toolName: 'x', input: [1] })).toEqual([
      expect.stringMatching(/^messages\/0\/content\/0\/input: must hold the arguments/),
    ]);
  });
  test('in a form that is not known', () => {
    for (const type of [
      'tool_invoke',
      'tool_call_chunk',
      'invalid_tool_call',
      'tool-input-start',
    ]) {
      expect(said({ type, toolName: 'x' }), type).toEqual([
        expect.stringMatching(/^messages\/0\/content\/0\/type: looks like a tool call/),
      ]);
    }
    for (const member of ['toolCall', 'tool_call', 'functionCalls', 'toolUses']) {
      const part = { [member]: { of: 'x' } };
      expect(said(part), member).toEqual([
        expect.stringMatching(`^messages/0/content/0/${member}: looks like a tool call`),
      ]);
    }
  });
  test('but not what names, answers or lists tools', () => {
    for (const part of [
      { type: 'tool_reference', tool_name: 'x' },
      { type: 'mcp_list_tools', tools: [] },
      { type: 'mcp_approval_request', name: 'x' },
      { type: 'tool_call_response', response: 'x' },
      { part_kind: 'tool-return', tool_name: 'x', content: 'y' },
      { toolResponse: { name: 'x', output: {} } },
      { functionResponse: { name: 'x', response: {} } },
    ]) {
      expect(said(part), JSON.stringify(part)).toEqual([]);
      const message = { role: 'assistant' as const, content: [part] };
      expect(readSample({ messages: [message] }).toolCalls ?? []).toEqual([]);
    }
  });
});

describe('arguments of a tool call', () => {
  const same = async (made: unknown, expected: unknown) => {
    const sample = Sample.parse({
      toolCalls: [{ name: 'get', arguments: made }],
      expectedToolCalls: [{ name: 'get', arguments: expected }],
    });
    const results = await Promise.all(
      ['tool-call-match', 'tool-call-f1'].map((scorer) => score(scorer, sample)),
    );
    return results.map(({ value }) => value);
  };

  test('differ in the last digit of a number that no double holds', async () => {
    const one = '{"id":2512292042121000001}';
    expect(await same(one, '{"id":2512292042121000000}')).toEqual([0, 0]);
    expect(await same(one, '{ "id": 2512292042121000001 }')).toEqual([1, 1]);
    expect(await same('{"a":[0.1000000000000000055511]}', '{"a":[0.1]}')).toEqual([0, 0]);
    expect(await same('{"a":1e400}', '{"a":1e401}')).toEqual([0, 0]);
  });
  test('are equal in every spelling of one number', async () => {
    expect(await same('{"n":1.0}', { n: 1 })).toEqual([1, 1]);
    expect(await same('{"n":-0.0}', { n: 0 })).toEqual([1, 1]);
    expect(await same('{"n":1.50e1}', { n: 15 })).toEqual([1, 1]);
    expect(await same('{"n":25122920421210000010}', '{"n":2512292042121000001.0e1}')).toEqual([
      1, 1,
    ]);
  });
  test('that are an object with a number which was rounded on its way are refused', () => {
    for (const call of [
      { name: 'get', arguments: { order: { id: 2 ** 53 } } },
      { type: 'tool_use', name: 'get', input: { order: { id: 2 ** 53 } } },
    ]) {
      const parsed = Sample.safeParse({ toolCalls: [call] });
      expect(parsed.success).toBe(false);
      expect(JSON.stringify(parsed.error?.issues)).toContain('send the arguments as JSON text');
    }
  });
});

test('tools are read as MCP, Anthropic, the AI SDK and Gemini declare them', () => {
  const schema = { type: 'object', properties: { id: { type: 'integer' } } };
  const gemini = {
    type: 'OBJECT',
    properties: { id: { type: 'INTEGER' }, nullable: { type: 'STRING', nullable: true } },
  };
  const { tools } = readSample(
    Sample.parse({
      tools: [
        { name: 'a', title: 'A', inputSchema: schema, annotations: { readOnlyHint: true } },
        { name: 'b', input_schema: schema, cache_control: { type: 'ephemeral' } },
        { type: 'function', name: 'c', inputSchema: schema },
        {
          functionDeclarations: [
            { name: 'd', parameters: gemini },
            { name: 'e', parametersJsonSchema: schema },
          ],
        },
      ],
    }),
  );
  expect(tools).toEqual([
    { name: 'a', parameters: schema },
    { name: 'b', parameters: schema },
    { name: 'c', parameters: schema },
    {
      name: 'd',
      parameters: {
        type: 'object',
        properties: {
          id: { type: 'integer' },
          nullable: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        },
      },
    },
    { name: 'e', parameters: schema },
  ]);
});
