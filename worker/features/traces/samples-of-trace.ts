import type { Context, Sample, TokenUsage, ToolCall, TraceLevel } from '@assay/schema/types.ts';
import type { LogReading, SpanReading } from './read-span.ts';
import type { Reading } from './reading.ts';

/** A sample made from a trace, and the span that it stands for. */
export interface TraceSample {
  span: SpanReading;
  sample: Sample;
}

/**
 * The samples of one trace. At the level of model calls, one for each call that holds no other; at
 * the level of traces, one for the whole. A span and its parent are never both scored.
 *
 * @param logs what log records say of spans, such as their content
 */
export function samplesOfTrace(
  level: TraceLevel,
  spans: readonly SpanReading[],
  logs: readonly LogReading[],
): TraceSample[] {
  const merged = spans
    .map((span) => withLogs(span, logs))
    .toSorted((a, b) => a.startMs - b.startMs);
  const models = leavesOf(merged);
  if (level === 'trace') {
    const whole = sampleOfWhole(merged, models);
    return whole ? [whole] : [];
  }
  return models.flatMap((span) => {
    const contexts = contextsBefore(merged, span.startMs);
    const { reading } = span;
    if (reading.output === undefined && reading.toolCalls === undefined) return [];
    const sample = {
      ...contentOf(reading),
      ...(contexts.length > 0 && { contexts }),
      ...generationOf(reading, span.endMs - span.startMs),
    };
    return [{ span, sample }];
  });
}

function withLogs(span: SpanReading, logs: readonly LogReading[]): SpanReading {
  const beside = logs.filter(({ spanId }) => spanId === span.spanId);
  if (beside.length === 0) return span;
  const said = beside.map(({ reading }) => reading);
  return { ...span, reading: Object.assign({}, ...said, span.reading) };
}

/** Calls of a model that hold no other: frameworks wrap the call of the client in one of their own. */
function leavesOf(spans: readonly SpanReading[]): SpanReading[] {
  const parents = new Map(spans.map(({ spanId, parentSpanId }) => [spanId, parentSpanId]));
  const models = spans.filter(({ reading }) => reading.kind === 'model');
  const holders = new Set<string>();
  for (const model of models) {
    let above = model.parentSpanId;
    while (above !== null && !holders.has(above)) {
      holders.add(above);
      above = parents.get(above) ?? null;
    }
  }
  return models.filter(({ spanId }) => !holders.has(spanId));
}

function sampleOfWhole(
  spans: readonly SpanReading[],
  models: readonly SpanReading[],
): TraceSample | undefined {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const root = spans.find(({ parentSpanId }) => parentSpanId === null || !known.has(parentSpanId));
  if (root === undefined) return undefined;
  const [first, last] = [models[0]?.reading, models.at(-1)?.reading];
  const output = root.reading.output ?? last?.output;
  if (output === undefined) return undefined;
  const ran = spans.filter(({ reading }) => reading.kind === 'tool');
  const calls: ToolCall[] = (ran.length > 0 ? ran : models).flatMap(
    ({ reading }) => reading.toolCalls ?? [],
  );
  const asked = pick(root.reading) ?? pick(first) ?? {};
  const contexts = contextsBefore(spans, Number.POSITIVE_INFINITY);
  const sample: Sample = {
    ...asked,
    output,
    ...(last?.tools && { tools: last.tools }),
    ...(calls.length > 0 && { toolCalls: calls }),
    ...(contexts.length > 0 && { contexts }),
    ...generationOf({ ...last, ...totalUsage(models) }, root.endMs - root.startMs),
  };
  return { span: root, sample };
}

function pick(reading: Reading | undefined): Pick<Sample, 'input' | 'messages'> | undefined {
  if (reading?.messages) return { messages: reading.messages };
  return reading?.input === undefined ? undefined : { input: reading.input };
}

function contentOf({ input, messages, output, toolCalls, tools }: Reading): Sample {
  return {
    ...(input !== undefined && { input }),
    ...(messages && { messages }),
    ...(output !== undefined && { output }),
    ...(toolCalls && { toolCalls }),
    ...(tools && { tools }),
  };
}

/** Documents of spans that had ended: retrieval stands beside the model's call, not within it. */
function contextsBefore(spans: readonly SpanReading[], startMs: number): Context[] {
  return spans
    .filter(({ reading, endMs }) => reading.kind === 'retrieval' && endMs <= startMs)
    .flatMap(({ reading }) => reading.contexts ?? []);
}

function generationOf(
  { generator, usage, finishReason }: Reading,
  latencyMs: number,
): Pick<Sample, 'generator' | 'generation'> {
  return {
    ...(generator !== undefined && { generator }),
    generation: {
      latencyMs: Math.max(0, latencyMs),
      ...(usage && { usage }),
      ...(finishReason !== undefined && { finishReason }),
    },
  };
}

function totalUsage(models: readonly SpanReading[]): { usage?: TokenUsage } {
  const used = models.flatMap(({ reading }) => reading.usage ?? []);
  if (used.length === 0) return {};
  return {
    usage: {
      inputTokens: used.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
      outputTokens: used.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
    },
  };
}
