import { createAssembler } from './assemble.ts';
import { passStream } from './pass-stream.ts';
import { headersOf } from './report.ts';
import type { Answered, Run } from './run.ts';
import type { StreamStep } from './step.ts';
import type { Answer } from './targets/ask-targets.ts';

/** Sends a stream on while it comes, through the steps that look at it. */
export async function streamAnswer(
  { exchange, steps, reporter, isReported, later }: Run,
  { provider, stream, isUsageAdded, end }: Extract<Answer, { stream: unknown }>,
): Promise<Answered> {
  const ended = Promise.withResolvers<void>();
  later(ended.promise);
  const looking: { name: string; step: StreamStep }[] = [];
  for (const { name, onStream } of steps) {
    const step = await onStream?.(exchange);
    if (step !== undefined) looking.push({ name, step });
  }
  const assembler = createAssembler(exchange.endpoint);
  const body = passStream(stream, {
    provider,
    assembler,
    steps: looking.map(({ step }) => step),
    hidesUsage: isUsageAdded,
    report: () => (isReported ? reporter.report() : undefined),
    onEnd({ isFailed }) {
      for (const { name, step } of looking) reporter.noted(name, step.note());
      end({ answer: assembler.answer(), isFailed });
      ended.resolve();
    },
  });
  const report = reporter.report();
  const guard = looking.some(({ name }) => name === 'guardOutput') ? 'pending' : report.guard;
  const headers = headersOf({ ...report, guard }, true);
  return { body, contentType: 'text/event-stream', headers };
}
