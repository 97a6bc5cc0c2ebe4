import type { Context, Message, Sample, TokenUsage } from '@assay/schema/types.ts';
import type { SpanReading } from './read-span.ts';
import type { TraceSample } from './samples-of-trace.ts';

/** A trace as the turn of a session: its sample, and what of its root span verdicts are found by. */
export type SessionTurn = TraceSample;

/** The session of a trace: that of its root, or of the first span that names one. */
export function sessionOf(root: SpanReading, spans: readonly SpanReading[]): string | undefined {
  return root.reading.session ?? spans.find(({ reading }) => reading.session)?.reading.session;
}

/**
 * The turns of a session as one sample: the conversation up to the last answer as its messages, that
 * answer as its output, tool calls and documents of all turns, tokens and latency in total. It stands
 * for the span of the last turn.
 *
 * @param turns at least one, in any order
 */
export function sampleOfSession(turns: readonly SessionTurn[]): TraceSample | undefined {
  const ordered = turns.toSorted((a, b) => a.span.startMs - b.span.startMs);
  const last = ordered.at(-1);
  if (last === undefined) return undefined;
  const samples = ordered.map(({ sample }) => sample);
  const messages = conversationOf(samples);
  const toolCalls = samples.flatMap((sample) => sample.toolCalls ?? []);
  const contexts = distinct(samples.flatMap((sample) => sample.contexts ?? []));
  const { output, tools, generator, generation } = last.sample;
  const usage = totalOf(samples.flatMap((sample) => sample.generation?.usage ?? []));
  const sample: Sample = {
    messages,
    ...(output !== undefined && { output }),
    ...(tools && { tools }),
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(contexts.length > 0 && { contexts }),
    ...(generator !== undefined && { generator }),
    generation: {
      ...generation,
      latencyMs: samples.reduce((sum, each) => sum + (each.generation?.latencyMs ?? 0), 0),
      ...(usage && { usage }),
    },
  };
  return { span: last.span, sample };
}

type Said = NonNullable<Sample['messages']>[number];

/** What was said up to the last answer, once each: applications send what was said before along. */
function conversationOf(samples: readonly Sample[]): Said[] {
  const said: Said[] = [];
  for (const [i, sample] of samples.entries()) {
    said.push(...newIn(askedBy(sample), said));
    if (i < samples.length - 1) said.push({ role: 'assistant', content: textOf(sample.output) });
  }
  return said;
}

function askedBy({ messages, input }: Sample): Said[] {
  if (messages) return messages;
  return input === undefined ? [] : [{ role: 'user', content: input }];
}

/** Messages after the answer that was given last, if they hold it; system messages only if they are new. */
function newIn(asked: readonly Said[], said: readonly Said[]): Said[] {
  const answer = said.at(-1);
  if (answer === undefined) return [...asked];
  const at = asked.findLastIndex((message) => isSame(message, answer));
  return asked
    .slice(at + 1)
    .filter((message) => !isSystem(message) || !said.some((known) => isSame(message, known)));
}

function isMessage(given: Said): given is Message {
  return 'role' in given;
}

function isSystem(given: Said): boolean {
  return isMessage(given) && (given.role === 'system' || given.role === 'developer');
}

function isSame(a: Said, b: Said): boolean {
  if (!isMessage(a) || !isMessage(b)) return false;
  return a.role === b.role && a.content === b.content;
}

function textOf(output: Sample['output']): string {
  return typeof output === 'string' ? output : JSON.stringify(output ?? '');
}

type Given = string | Context;

function distinct(contexts: readonly Given[]): Given[] {
  const keyOf = (context: Given) =>
    typeof context === 'string' ? context : `${context.id ?? ''} ${context.text}`;
  return [...new Map(contexts.map((context) => [keyOf(context), context])).values()];
}

function totalOf(used: readonly TokenUsage[]): TokenUsage | undefined {
  if (used.length === 0) return undefined;
  return {
    inputTokens: used.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
    outputTokens: used.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
  };
}
