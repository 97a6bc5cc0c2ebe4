import type { JsonObject } from '@assay/schema/types.ts';
import { dataTermsOf } from '../data-control/data-terms.ts';
import { flushAfter } from '../judging/flush-after.ts';
import type { RequestContext } from '../scoring/request-context.ts';
import type { Exchange } from './exchange.ts';
import { type Meter, openMeter } from './meter.ts';
import { planOf, type Route } from './plan.ts';
import { ofValue, type WholeAnswer, withAssay } from './read-answer.ts';
import { recordAnswer } from './record-answer.ts';
import { createReporter, headersOf } from './report.ts';
import type { Answered, GatewayNeeds, Run } from './run.ts';
import { createSampler } from './sampler.ts';
import { stopwatch } from './stopwatch.ts';
import { streamAnswer } from './stream-answer.ts';
import { streamOf } from './stream-of.ts';
import { createAnswerMemory } from './targets/answer-memory.ts';
import { type Answer, askTargets } from './targets/ask-targets.ts';

/**
 * Answers a request: what steps do before the model, the model, and what steps do after it.
 *
 * @param isReported whether the answer carries `assay`
 * @throws ApiProblem or RelayedError
 */
export async function answer(
  exchange: Exchange,
  isReported: boolean,
  needs: GatewayNeeds,
): Promise<Answered> {
  const { principal, later = () => {} } = exchange.context;
  // Before anything is paid for: what asks for more than the project keeps is refused.
  const [terms, plan] = await Promise.all([
    dataTermsOf(exchange.storing, principal.projectId, needs),
    planOf(exchange, needs),
    // Read beside the others, for the meter.
    needs.judging.settingsCache.get(principal.projectId),
  ]);
  const { cacheMs } = exchange.isTrial ? NO_CACHE : plan;
  const memory = createAnswerMemory(exchange, { ...plan, cacheMs, terms }, needs);
  const meter = await openMeter(principal.projectId, memory.takeAnswers, needs.judging);
  exchange.context = withMeter(exchange.context, meter);
  const reporter = createReporter(exchange, plan, meter);
  exchange.headersSoFar = () => headersOf(reporter.report(), false);
  const sampler = createSampler(exchange);
  const open: Promise<void>[] = [];
  const run: Run = {
    ...{ exchange, plan, meter, memory, reporter, sampler, isReported, needs },
    steps: plan.steps({ ask: (asked, body) => askAgain(run, asked, body), sampler }),
    later: (work) => open.push(work),
  };
  const work = begin(run);
  // Spend is written also when the caller leaves, or when a stream ends long after the answer began.
  const ended = work.then(
    () => allOf(open),
    () => allOf(open),
  );
  void flushAfter(ended, meter, later);
  return work;
}

/** The context as it is: a spread would ask for its signal, which takes time to make. */
function withMeter(context: RequestContext, meter: Meter): RequestContext {
  const { onSpent: _, spendable: __, ...parts } = Object.getOwnPropertyDescriptors(context);
  const own = { onSpent: meter.judged, spendable: meter.forVerdict };
  return Object.defineProperties(own as Partial<RequestContext> as RequestContext, parts);
}

/** Aborts when the caller leaves. It learns that once the model is asked: the signal takes time to make. */
function abortWith(context: RequestContext): AbortController {
  const asking = new AbortController();
  setTimeout(() => {
    const { signal } = context;
    if (signal === undefined) return;
    const onAbort = () => asking.abort(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  }, 0);
  return asking;
}

const NO_CACHE = { cacheMs: 0 };

/** Waits for work, and for what that work added. */
async function allOf(open: Promise<void>[]): Promise<void> {
  while (open.length > 0) await Promise.allSettled(open.splice(0));
}

async function begin(run: Run): Promise<Answered> {
  const { exchange, steps, reporter, plan, memory } = run;
  for (const { name, before } of steps) {
    if (before === undefined) continue;
    const done = await measured(run, name, () => before(exchange));
    reporter.noted(name, done.note);
    if (done.answer !== undefined) return sendWhole(run, ofValue(done.answer));
    exchange.body = done.body ?? exchange.body;
  }
  const route = await plan.route(exchange);
  reporter.noted('route', route.note);
  const known = await memory.find(exchange, route.targets);
  if (known !== undefined) {
    exchange.answeredBy = known.model;
    reporter.remembered(known.model);
    run.sampler.generated(known.answer, {});
    return finish(run, ofValue(known.answer));
  }
  const took = stopwatch(run.meter, run.needs);
  const given = await measured(run, 'model', () => askRoute(run, route, exchange.body));
  exchange.answeredBy = given.model;
  reporter.answeredBy(given.model, given.rank);
  if ('stream' in given) return streamAnswer(run, given, took);
  memory.keep(exchange, route.targets, { model: given.model, answer: given.whole.value });
  return finish(run, given.whole);
}

function measured<Value>({ exchange }: Run, name: string, work: () => Promise<Value>) {
  return exchange.context.timings.measure(name, work);
}

async function askRoute(run: Run, route: Route, body: JsonObject): Promise<Answer> {
  const { exchange, plan, meter, reporter, sampler, needs, later } = run;
  const { judging, uncountedModels } = needs;
  const { endpoint, context } = exchange;
  const { signal } = abortWith(context);
  const took = stopwatch(meter, needs);
  const answer = await askTargets(
    route,
    { endpoint, body, retry: plan.retry, signal },
    { ...judging, meter, uncounted: uncountedModels, attempted: reporter.attempted, later },
  );
  if ('stream' in answer) return answer;
  sampler.generated(answer.whole.value, took());
  return answer;
}

/** Asks once more, for an answer that is whole. */
async function askAgain(run: Run, exchange: Exchange, given: JsonObject): Promise<JsonObject> {
  const { stream: _, stream_options: __, ...body } = given;
  const route = await run.plan.route(exchange);
  const answer = await askRoute(run, route, body);
  if ('stream' in answer) throw new Error('an answer that is no stream is one');
  exchange.answeredBy = answer.model;
  run.reporter.answeredBy(answer.model, answer.rank);
  return answer.whole.value;
}

/** What steps make of a whole answer. */
async function finish(run: Run, given: WholeAnswer): Promise<Answered> {
  const { exchange, steps, reporter } = run;
  let answer = given;
  for (const { name, after } of steps) {
    if (after === undefined) continue;
    const done = await measured(run, name, () => after(exchange, answer.value));
    reporter.noted(name, done.note);
    if (done.answer !== undefined) answer = ofValue(done.answer);
  }
  return sendWhole(run, answer);
}

async function sendWhole(run: Run, answer: WholeAnswer): Promise<Answered> {
  const { exchange, reporter, isReported } = run;
  await recordAnswer(run, { sent: answer.value, isCut: false });
  const report = reporter.report();
  const shown = isReported ? report : undefined;
  const headers = headersOf(report, false);
  if (exchange.body.stream === true) {
    const body = streamOf(exchange, answer.value, shown);
    return { body, contentType: 'text/event-stream', headers };
  }
  const body = shown === undefined ? answer.text : withAssay(answer, shown);
  return { body, contentType: 'application/json', headers };
}
