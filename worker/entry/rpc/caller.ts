import type { Answer, BindingMethod } from '@assay/schema/binding.ts';
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
import { type Given, pathNames, takesInput } from '../operations/given.ts';
import { jsonValueOf } from '../operations/json-value.ts';
import type { Operation } from '../operations/operation.ts';
import { answerOf, perform } from '../operations/perform.ts';
import { readBody } from '../operations/read.ts';
import { findOperation } from './find-operation.ts';
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
  /** @param args of the method and the options behind them, as they came */
  call(method: BindingMethod, args: readonly unknown[]): Promise<Answer<unknown>>;
}

/** What a binding's call runs in. */
interface CallContext {
  props: unknown;
  waitUntil(work: Promise<unknown>): void;
}

export function createCaller(env: Env, context: CallContext, servicesFor: ServicesFor): Caller {
  async function call(method: BindingMethod, args: readonly unknown[]): Promise<Answer<unknown>> {
    const madeId = newId('request');
    // Without services, as under a variable that cannot be understood, there is a log all the same.
    let log = logToConsole;
    const answered = await answerOf(madeId, { log: (line) => log(line) }, async () => {
      const services = servicesFor(env);
      log = services.log;
      const operation = await findOperation(method);
      const { given, options } = splitArguments(operation, args);
      const { onScore, rest } = splitOptions(options);
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
        // An error in the caller's listener does not affect scoring.
        onScore: onScore && ((...heardOf) => heard.push(onScore(...heardOf).catch(() => {}))),
      };
      const run = (seed?: string) =>
        perform({ operation, given, via: 'binding' }, { ...requestContext, seed }, services);
      const answer =
        idempotencyKey === undefined
          ? await run()
          : await once(
              { key: idempotencyKey, content: contentOf(method, given) },
              requestContext,
              services,
              run,
            );
      // The caller is told of every score before the verdict.
      await Promise.all(heard);
      return answer;
    });
    if (answered.ok) return answered.value;
    const { status, code, requestId } = answered.problem;
    log({
      level: 'warn',
      event: 'call_refused',
      requestId,
      operation: method,
      status,
      code,
    });
    return answered;
  }

  return { call };
}

/** The parameters of the path come first, then the query or the body, then the options. */
function splitArguments(
  operation: Operation,
  args: readonly unknown[],
): { given: Given; options: unknown } {
  const names = pathNames(operation);
  const path = Object.fromEntries(names.map((name, i) => [name, args[i]]));
  const [input, given] = args.slice(names.length);
  if (!takesInput(operation)) return { given: { path }, options: input };
  if (operation.body?.kind !== 'lines') return { given: { path, input }, options: given };
  const { lines, ...options }: { lines?: unknown } = Object(given ?? {});
  return { given: { path, input, lines }, options };
}

function splitOptions(given: unknown): { onScore: OnScore | undefined; rest: unknown } {
  if (typeof given !== 'object' || given === null) return { onScore: undefined, rest: given ?? {} };
  const { onScore, ...rest }: { onScore?: unknown } = given;
  return { onScore: typeof onScore === 'function' ? (onScore as OnScore) : undefined, rest };
}

/** Streams are omitted: they cannot be compared. */
function contentOf(method: BindingMethod, { path, input }: Given): string {
  const values = [...Object.values(path), input].filter((value) => value !== undefined);
  return `${method}\n${canonicalJson(jsonValueOf(values))}`;
}
