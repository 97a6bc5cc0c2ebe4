import type { GatewayReport, JsonObject } from '@assay/schema/types.ts';
import type { TtlCache } from '../../core/ttl-cache.ts';
import { flushAfter } from '../judging/flush-after.ts';
import type { Judging } from '../judging/judging-context.ts';
import { createAssembler } from './assemble.ts';
import type { Exchange } from './exchange.ts';
import { type Meter, openMeter } from './meter.ts';
import { passStream } from './pass-stream.ts';
import { type Plan, planOf } from './plan.ts';
import { readAnswer, type WholeAnswer, withAssay } from './read-answer.ts';
import { createReporter, headersOf, type Reporter } from './report.ts';
import { type Sent, send } from './send.ts';
import type { StreamStep } from './step.ts';
import { streamOf } from './stream-of.ts';
import { attemptOf, toCallError } from './upstream-problem.ts';

export interface GatewayNeeds {
  judging: Judging;
  /** Models that refuse to count the tokens of streams. */
  uncountedModels: TtlCache<true>;
}

/** An answer on its way to the caller. */
export interface Answered {
  body: string | ReadableStream<Uint8Array>;
  contentType: string;
  headers: Record<string, string>;
}

/**
 * Answers a request: what steps do before the model, the model, and what steps do after it.
 *
 * @param isReported whether the answer carries `assay`
 * @throws ApiProblem or RelayedError
 */
export async function answer(
  exchange: Exchange,
  isReported: boolean,
  { judging, uncountedModels }: GatewayNeeds,
): Promise<Answered> {
  const plan = planOf(exchange);
  const { principal, later } = exchange.context;
  const meter = await openMeter(principal.projectId, judging);
  const reporter = createReporter(exchange, plan, meter);
  const ended = Promise.withResolvers<void>();
  const run = { exchange, plan, meter, reporter, isReported, uncounted: uncountedModels, judging };
  const work = begin(run, ended.resolve);
  // Spend is written also when the caller leaves, or when the stream ends long after the answer began.
  const whole = work.then(({ isStream }) => (isStream ? ended.promise : undefined));
  void flushAfter(whole, meter, later ?? (() => {})).catch(() => {});
  return (await work).answered;
}

interface Run {
  exchange: Exchange;
  plan: Plan;
  meter: Meter;
  reporter: Reporter;
  isReported: boolean;
  uncounted: TtlCache<true>;
  judging: Judging;
}

interface Begun {
  answered: Answered;
  isStream: boolean;
}

async function begin(run: Run, onStreamEnd: () => void): Promise<Begun> {
  const { exchange, plan, reporter } = run;
  const isStream = exchange.body.stream === true;
  let { body } = exchange;
  for (const step of plan.steps) {
    if (step.before === undefined) continue;
    const { before } = step;
    const done = await measured(exchange, step.name, () => before({ ...exchange, body }));
    reporter.noted(step.name, done.note);
    if (done.answer !== undefined) return { answered: instead(run, done.answer), isStream: false };
    body = done.body ?? body;
  }
  const asked = { ...exchange, body };
  const sent = await measured(exchange, 'model', () => ask({ ...run, exchange: asked }));
  if (isStream && isEventStream(sent.response)) {
    const answered = await streamed({ ...run, exchange: asked }, sent, onStreamEnd);
    return { answered, isStream: true };
  }
  const answered = await whole({ ...run, exchange: asked }, sent);
  return { answered, isStream: false };
}

function measured<Value>(exchange: Exchange, name: string, work: () => Promise<Value>) {
  return exchange.context.timings.measure(name, work);
}

function isEventStream({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

/** Asks the first target. */
async function ask({ exchange, plan, meter, reporter, uncounted, judging }: Run): Promise<Sent> {
  const [target] = plan.targets;
  if (target === undefined) throw new Error('a plan has a target');
  const { endpoint, body, context } = exchange;
  const signal = context.signal ?? new AbortController().signal;
  const startedAtMs = judging.nowMs();
  const { model } = target;
  const attempted = (status: number | null, code: string | null) =>
    reporter.attempted({ model, status, code, latencyMs: judging.nowMs() - startedAtMs });
  try {
    const sent = await send({ endpoint, body, target, signal }, { meter, uncounted });
    attempted(sent.response.status, null);
    exchange.answeredBy = model;
    reporter.answeredBy(model, 0);
    return sent;
  } catch (cause) {
    const error = toCallError(cause, model.slice(0, model.indexOf('/')));
    const { status, code } = attemptOf(error);
    attempted(status, code);
    throw error;
  }
}

/** An answer that is read to its end before it is sent on. */
async function whole(run: Run, { response, model, end }: Sent): Promise<Answered> {
  const { exchange, plan, reporter } = run;
  const provider = providerOf(model.id);
  const given = await readAnswer(response, provider).catch((cause: unknown) => {
    end({ answer: {}, isFailed: true });
    throw cause;
  });
  end({ answer: given.value });
  let answer = given;
  for (const step of plan.steps) {
    if (step.after === undefined) continue;
    const { after } = step;
    const done = await measured(exchange, step.name, () => after(exchange, answer.value));
    reporter.noted(step.name, done.note);
    if (done.answer !== undefined) answer = ofValue(done.answer);
  }
  return sendWhole(run, answer);
}

/** What a step answered in place of the model. */
function instead(run: Run, answer: JsonObject): Answered {
  return sendWhole(run, ofValue(answer));
}

function ofValue(value: JsonObject): WholeAnswer {
  return { text: JSON.stringify(value), value };
}

function sendWhole({ exchange, reporter, isReported }: Run, answer: WholeAnswer): Answered {
  const report = reporter.report();
  const shown = isReported ? report : undefined;
  const isStream = exchange.body.stream === true;
  const headers = headersOf(report, false);
  if (isStream) {
    const body = streamOf(exchange, answer.value, shown);
    return { body, contentType: EVENT_STREAM, headers };
  }
  const body = shown === undefined ? answer.text : withAssay(answer, shown);
  return { body, contentType: 'application/json', headers };
}

const EVENT_STREAM = 'text/event-stream';

async function streamed(run: Run, sent: Sent, onStreamEnd: () => void): Promise<Answered> {
  const { exchange, plan, reporter, isReported } = run;
  const steps: { name: string; onStream: StreamStep }[] = [];
  for (const step of plan.steps) {
    const onStream = await step.onStream?.(exchange);
    if (onStream !== undefined) steps.push({ name: step.name, onStream });
  }
  const assembler = createAssembler(exchange.endpoint);
  const body = passStream(sent.response.body ?? new Blob([]).stream(), {
    provider: providerOf(sent.model.id),
    steps: steps.map(({ onStream }) => onStream),
    assembler,
    hidesUsage: sent.isUsageAdded,
    report: () => (isReported ? reporter.report() : undefined),
    onEnd({ isFailed }) {
      for (const { name, onStream } of steps) reporter.noted(name, onStream.note());
      sent.end({ answer: assembler.answer(), isFailed });
      onStreamEnd();
    },
  });
  const report: GatewayReport = reporter.report();
  const guard = steps.some(({ name }) => name === 'guardOutput') ? 'pending' : report.guard;
  return { body, contentType: EVENT_STREAM, headers: headersOf({ ...report, guard }, true) };
}

function providerOf(model: string): string {
  return model.slice(0, model.indexOf('/'));
}
