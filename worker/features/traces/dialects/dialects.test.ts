import type { JsonValue, Sample } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { spansInJson } from '../otlp/decode-json.ts';
import { readSpan, type SpanReading } from '../read-span.ts';
import { samplesOfTrace } from '../samples-of-trace.ts';
import aiSdk5 from '../testing/recorded/ai-sdk-5.json';
import aiSdk7 from '../testing/recorded/ai-sdk-7.json';
import langfuse from '../testing/recorded/langfuse.json';
import langsmith from '../testing/recorded/langsmith.json';
import openinference from '../testing/recorded/openinference.json';
import openllmetry from '../testing/recorded/openllmetry.json';

// The application of scripts/record-traces: a question, a call of a tool, an answer.
const QUESTION = { role: 'user', content: 'How warm is it in Oslo?' };
const SYSTEM = { role: 'system', content: 'Answer in one sentence.' };
const ANSWER = 'It is 12 degrees in Oslo.';
const RECORDED = [
  { name: 'openinference', of: openinference, system: [SYSTEM], contexts: 1 },
  { name: 'openllmetry', of: openllmetry, system: [], contexts: 0, isOneTrace: false },
  { name: 'ai_sdk', of: aiSdk5, system: [SYSTEM], contexts: 0 },
  { name: 'gen_ai', of: aiSdk7, system: [SYSTEM], contexts: 0 },
  { name: 'langfuse', of: langfuse, system: [], contexts: 1 },
  { name: 'langsmith', of: langsmith, system: [], contexts: 1 },
];

function readingsOf(recorded: unknown): SpanReading[] {
  return [...spansInJson(recorded as JsonValue)].flatMap((span) =>
    'fault' in span ? [] : (readSpan(span) ?? []),
  );
}

function argumentsOf({ toolCalls = [] }: Sample): unknown {
  const [call] = toolCalls;
  const given = call !== undefined && 'arguments' in call ? call.arguments : undefined;
  return typeof given === 'string' ? JSON.parse(given) : given;
}

describe.each(RECORDED)(
  'spans as $name writes them',
  ({ of, system, contexts, isOneTrace = true }) => {
    const readings = readingsOf(of);
    const traces = [...Map.groupBy(readings, ({ traceId }) => traceId).values()];

    test('become a sample for each call of the model', () => {
      const samples = traces.flatMap((spans) => samplesOfTrace('model-call', spans, []));
      const [first, last] = samples.map(({ sample }) => sample);
      expect(samples).toHaveLength(2);
      expect(first?.messages).toEqual([...system, QUESTION]);
      expect(first?.toolCalls).toMatchObject([{ name: 'weather', id: 'call_1' }]);
      expect(argumentsOf(first ?? {})).toEqual({ city: 'Oslo' });
      expect(first?.tools).toMatchObject([{ name: 'weather', parameters: { required: ['city'] } }]);
      expect(last?.output).toBe(ANSWER);
      expect(last?.messages?.at(-1)).toMatchObject({
        role: 'tool',
        content: '12 degrees',
        toolCallId: 'call_1',
      });
      expect(last?.generator).toMatch(/gpt-4o-mini-2024-07-18$/);
      expect(last?.generation).toMatchObject({ usage: { inputTokens: 20, outputTokens: 8 } });
      expect(last?.contexts ?? []).toHaveLength(contexts);
    });

    test.runIf(isOneTrace)('become one sample for the trace, with the tokens of all calls', () => {
      const [spans = []] = traces;
      const [whole, ...more] = samplesOfTrace('trace', spans, []);
      expect(more).toEqual([]);
      expect(whole?.sample.output).toBe(ANSWER);
      expect(whole?.sample.toolCalls).toMatchObject([{ name: 'weather' }]);
      expect(whole?.sample.generation?.usage).toEqual({ inputTokens: 40, outputTokens: 16 });
      expect(JSON.stringify(whole?.sample)).toContain(QUESTION.content);
      if (contexts > 0)
        expect(whole?.sample.contexts).toMatchObject([{ text: 'Oslo: 12 degrees.' }]);
    });

    test('keep what filters test, and no content', () => {
      for (const { attributes } of readings) {
        expect(attributes).toMatchObject({
          'service.name': 'weather-bot',
          'service.version': '1.4.0',
        });
        expect(JSON.stringify(attributes)).not.toContain('Oslo');
      }
    });
  },
);
