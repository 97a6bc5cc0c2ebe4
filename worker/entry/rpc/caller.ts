import type { Answer } from '@assay/schema/binding.ts';
import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { newId } from '@assay/schema/ids.ts';
import type { Score } from '@assay/schema/types.ts';
import * as z from 'zod';
import type { Env } from '../../core/env.ts';
import { logToConsole } from '../../core/log.ts';
import { Timings } from '../../core/timings.ts';
import { parseTraceparent } from '../../core/trace-context.ts';
import { limitRate } from '../../features/auth/rate-limit.ts';
import { IDEMPOTENCY_KEY } from '../../features/idempotency/answer-once.ts';
import type { RequestContext } from '../../features/scoring/request-context.ts';
import type { ServicesFor } from '../app-services.ts';
import { jsonValueOf } from '../operations/json-value.ts';
import { answerOf, type Operation, perform } from '../operations/operation.ts';
import { readBody } from '../operations/read.ts';
import { once } from './once.ts';

const Options = z.strictObject({
  idempotencyKey: z
    .string()
    .regex(IDEMPOTENCY_KEY, 'must be 1 to 255 visible ASCII characters')
    .exactOptional(),
  requestId: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, "_", "." or "-"')
    .exactOptional(),
  traceparent: z.string().exactOptional(),
});

/** As RPC makes a stub of it: calling it never throws. */
type OnScore = (index: number, score: Score) => Promise<unknown>;

/** Performs operations for the holder of a binding, as it may and within its rate limit. */
export interface Caller {
  /**
   * @param options of the call, as they came
   * @param args of the operation, as they came
   */
  call<Args extends unknown[], Value>(
    operation: Operation<Args, Value>,
    options: unknown,
    ...args: Args
  ): Promise<Answer<Value>>;
}

/** What a binding's call runs in. */
interface CallContext {
  props: unknown;
  waitUntil(work: Promise<unknown>): void;
}

export function createCaller(env: Env, context: CallContext, servicesFor: ServicesFor): Caller {
  async function call<Args extends unknown[], Value>(
    operation: Operation<Args, Value>,
    given: unknown,
    ...args: Args
  ): Promise<Answer<Value>> {
    const madeId = newId('request');
    // Without services, as under a variable that cannot be understood, there is a log all the same.
    let log = logToConsole;
    const answered = await answerOf(madeId, { log: (line) => log(line) }, async () => {
      const services = servicesFor(env);
      log = services.log;
      const { onScore, rest } = splitOptions(given);
      const principal = await services.bindingCallers.identify(context.props, (keyId) =>
        limitRate(env.RATE_LIMITER, `binding:${keyId}`, services),
      );
      const heard: Promise<unknown>[] = [];
      const { requestId = madeId, traceparent, idempotencyKey } = readBody(Options, rest);
      const requestContext: RequestContext = {
        principal,
        requestId,
        trace: parseTraceparent(traceparent),
        timings: new Timings(services.nowMs),
        later: (work) => context.waitUntil(work),
        // What the caller makes of a score is its own affair, also when that fails.
        onScore: onScore && ((...heardOf) => heard.push(onScore(...heardOf).catch(() => {}))),
      };
      const run = (seed?: string) =>
        perform(operation, 'binding', { ...requestContext, seed }, services, ...args);
      const answer =
        idempotencyKey === undefined
          ? await run()
          : await once(idempotencyKey, contentOf(operation, args), requestContext, services, run);
      // The caller hears of every score before the verdict.
      await Promise.all(heard);
      return answer;
    });
    if (answered.ok) return answered.value;
    const { status, code, requestId } = answered.problem;
    log({
      level: 'warn',
      event: 'call_refused',
      requestId,
      operation: operation.name,
      status,
      code,
    });
    return answered;
  }

  return { call };
}

function splitOptions(given: unknown): { onScore: OnScore | undefined; rest: unknown } {
  if (typeof given !== 'object' || given === null) return { onScore: undefined, rest: given ?? {} };
  const { onScore, ...rest }: { onScore?: unknown } = given;
  return { onScore: typeof onScore === 'function' ? (onScore as OnScore) : undefined, rest };
}

/** Streams are left out: they cannot be compared. */
function contentOf({ name }: Operation<never, unknown>, args: readonly unknown[]): string {
  const values = args.filter((arg) => !(arg instanceof ReadableStream) && arg !== undefined);
  return `${name}\n${canonicalJson(jsonValueOf(values))}`;
}
