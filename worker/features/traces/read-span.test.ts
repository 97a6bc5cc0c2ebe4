import { expect, test } from 'vitest';
import type { Attributes } from './otlp/span.ts';
import { readSpan } from './read-span.ts';

function testableOf(attributes: Attributes) {
  const read = readSpan({
    ...{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), parentSpanId: null, name: 'chat' },
    ...{ startMs: 1, endMs: 2, events: [], isError: false, resource: {}, scope: '' },
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"Hi"}]}]',
      ...attributes,
    },
  });
  return read?.attributes;
}

test.each([
  'app.prompt_version',
  'app.promptId',
  'app.system-prompt-hash',
  'gen_ai.prompt.name',
  'gen_ai.prompt.version',
  'langfuse.prompt.name',
  'langfuse.observation.prompt.version',
  'llm.prompt_template.version',
  'traceloop.prompt.version_name',
  'ai.telemetry.metadata.promptVersion',
])('filters see which prompt was used: %s', (key) => {
  expect(testableOf({ [key]: 'v7' })).toHaveProperty([key], 'v7');
});

test.each([
  'prompt',
  'ai.prompt',
  'ai.prompt.messages',
  'gen_ai.prompt.0.content',
  'gen_ai.prompt.0.name',
  'gen_ai.prompt.0.tool_calls.0.id',
  'gen_ai.input.prompt_name',
  'llm.prompts',
  'llm.prompts.0',
  'llm.prompt_template.template',
  'llm.prompt_template.variables',
  'traceloop.prompt.template_variables.name',
  'app.prompt_version.text',
  'app.prompt_valid',
])('filters do not see what a prompt says: %s', (key) => {
  expect(testableOf({ [key]: 'Tell me a secret' })).not.toHaveProperty([key]);
});
