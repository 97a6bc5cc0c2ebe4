import type { Generation } from '@assay/schema/types.ts';
import { createAssembler } from './assemble.ts';
import { passStream } from './pass-stream.ts';
import { recordAnswer } from './record-answer.ts';
import { headersOf } from './report.ts';
import type { Answered, Run } from './run.ts';
import type { StreamStep } from './step.ts';
import type { Answer } from './targets/ask-targets.ts';

/** Sends a stream on while it comes, through the steps that look at it. */
export async function streamAnswer(
  run: Run,
  { provider, stream, isUsageAdded, end }: Extract<Answer, { stream: unknown }>,
  took: () => Generation,
): Promise<Answered> {
  const { exchange, steps, reporter, sampler, isReported, later } = run;
  const ended = Promise.withResolvers<void>();
  later(ended.promise);
  const looking: { name: string; step: StreamStep }[] = [];
  for (const { name, onStream } of steps) {
    const step = await onStream?.(exchange);
    if (step !== undefined) looking.push({ name, step });
  }
  const assembler = createAssembler(exchange.endpoint);
  const sent = looking.length === 0 ? assembler : createAssembler(exchange.endpoint);
  let isCharged = false;
  const charge = (isFailed: boolean) => {
    if (isCharged) return;
    isCharged = true;
    const given = assembler.answer();
    end({ answer: given, isFailed });
    sampler.generated(given, took());
  };
  const body = passStream(stream, {
    provider,
    assembler,
    onSent: looking.length === 0 ? () => {} : sent.push,
    steps: looking.map(({ step }) => step),
    hidesUsage: isUsageAdded,
    report: () => (isReported ? reporter.report() : undefined),
    onWhole: () => charge(false),
    async onEnd({ isFailed }) {
      charge(isFailed);
      for (const { name, step } of looking) reporter.noted(name, step.note());
      await recordAnswer(run, { sent: sent.answer(), isCut: isFailed });
      ended.resolve();
    },
  });
  const report = reporter.report();
  const guard = looking.some(({ name }) => name === 'guardOutput') ? 'pending' : report.guard;
  const headers = headersOf({ ...report, guard }, true);
  return { body, contentType: 'text/event-stream', headers };
}
