import type {
  AssayBinding,
  Answer as BindingAnswer,
  CallOptions,
  UntypedBinding,
} from '@assay/schema/binding.ts';
import type { Page, Score, ScoreManyResponse, Verdict } from '@assay/schema/types.ts';
import { AssayError, errorOf } from './errors.ts';
import { chunksOf } from './read-stream.ts';
import type { Answer, Attempt, ServerEvent, Transport } from './transport.ts';

/** Operations whose method on the binding has their name and takes their arguments. */
const SAME = new Set([
  'score',
  'compare',
  'scorers.get',
  'scorers.align',
  'scorers.alignment',
  ...['list', 'get', 'delete'].map((verb) => `verdicts.${verb}`),
  ...['result', 'rows', 'groups', 'base'].map((verb) => `batches.${verb}`),
  ...['create', 'seal', 'list', 'get', 'compare', 'gate', 'cancel', 'retry', 'delete'].map(
    (verb) => `batches.${verb}`,
  ),
  ...['create', 'list', 'get', 'versions', 'addVersion', 'item', 'diff', 'delete'].map(
    (verb) => `datasets.${verb}`,
  ),
  ...['openUpload', 'seal', 'discard'].map((verb) => `datasets.${verb}`),
  ...['create', 'list', 'get', 'delete'].map((verb) => `calibrations.${verb}`),
]);
const RESULTS_A_PAGE = 100;

type Method = (...args: unknown[]) => Promise<BindingAnswer<unknown>>;

/**
 * Calls Assay over a service binding of Cloudflare Workers: without HTTP, a key, or JSON
 * serialization. Of the headers, only `traceparent` and `x-request-id` are sent.
 */
export function bindingTransport(given: AssayBinding | UntypedBinding): Transport {
  // Checked when it is called.
  const binding = given as AssayBinding;
  return {
    async send({ operation, args }, attempt) {
      const data = await dataOf(binding, operation, args, attempt);
      // What is deleted leaves nothing behind.
      return { data: data ?? undefined, response: undefined } satisfies Answer<unknown>;
    },
    async fetch() {
      throw notOffered('fetch');
    },
  };
}

async function dataOf(
  binding: AssayBinding,
  operation: string,
  args: readonly unknown[],
  attempt: Attempt,
): Promise<unknown> {
  const options = optionsOf(attempt);
  const ask = (name: string, ...given: unknown[]) =>
    answered(methodOf(binding, name)(...given), attempt.signal);

  if (SAME.has(operation)) return ask(operation, ...args, options);
  switch (operation) {
    case 'scorers.list':
      return ask(operation, options);
    case 'score.stream':
      return scoresOf(binding, args[0], options, attempt.signal);
    case 'batches.append': {
      const [id, { lines, ...rest }] = args as [string, { lines: string[] }];
      return ask(operation, id, rest, { ...options, lines: new Blob([lines.join('\n')]).stream() });
    }
    case 'batches.listResults':
      return ask('batches.results', ...args, options);
    case 'datasets.append': {
      const [name, id, { lines }] = args as [string, string, { lines: string[] }];
      const stream = new Blob([lines.join('\n')]).stream();
      return ask(operation, name, id, {}, { ...options, lines: stream });
    }
    case 'datasets.listItems':
      return ask('datasets.items', ...args, options);
    case 'datasets.items':
    case 'batches.results': {
      const turn = (cursor?: string) =>
        ask(operation, args[0], { ...Object(args[1]), limit: RESULTS_A_PAGE, cursor }, options);
      // The first page is requested before the stream starts, so that an error is thrown immediately.
      return itemsOf(await turn(), turn);
    }
  }
  throw notOffered(operation);
}

/** A method by the name of its operation. A property of a binding is one call away, not one each. */
function methodOf(binding: AssayBinding, operation: string): Method {
  const [first = '', verb] = operation.split('.');
  // The names of operations are those of the methods.
  const methods = binding as unknown as Record<string, Method & Record<string, Method>>;
  return (...args) => {
    const called =
      verb === undefined ? methods[first]?.(...args) : methods[first]?.[verb]?.(...args);
    return called ?? Promise.reject(notOffered(operation));
  };
}

async function answered(
  answering: Promise<BindingAnswer<unknown>>,
  signal: AbortSignal,
): Promise<unknown> {
  const answer = await Promise.race([answering, abortOf(signal)]).catch(explain);
  if (answer.ok) return answer.value;
  const { problem, retryAfterSeconds } = answer;
  throw errorOf(problem, retryAfterSeconds === null ? undefined : retryAfterSeconds * 1_000);
}

/** Calls over a binding cannot be cancelled; an aborted caller only stops waiting. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

/** Two mistakes that would look like a lost connection, and be retried. */
function explain(cause: unknown): never {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  if (name === 'DataCloneError') {
    throw new AssayError({
      code: 'not_cloneable',
      message: `${message} Send plain objects.`,
      cause,
    });
  }
  if (message.includes('does not implement')) {
    throw new AssayError({
      code: 'client_unconfigured',
      message: 'The binding does not lead to Assay. Set `entrypoint = "AssayService"` on it.',
      cause,
    });
  }
  throw cause;
}

/** The same events as over HTTP: each score as soon as it is ready, then the verdicts. */
async function scoresOf(
  binding: AssayBinding,
  request: unknown,
  options: CallOptions,
  signal: AbortSignal,
): Promise<AsyncIterable<ServerEvent>> {
  const { push, close, fail, events } = queue();
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const onScore = (index: number, score: Score) => {
    push({ event: 'score', data: { index, score } });
    begin();
  };
  const score = methodOf(binding, 'score')(request, { ...options, onScore });
  const ended = answered(score, signal).then((value) => {
    const answer = value as Verdict | ScoreManyResponse;
    const verdicts = 'verdicts' in answer ? answer.verdicts : [answer];
    for (const [index, verdict] of verdicts.entries()) {
      push({ event: 'verdict', data: { index, verdict } });
    }
    push({ event: 'done', data: { verdicts: verdicts.length } });
    close();
  });
  ended.catch(fail);
  // A rejection is thrown before the stream starts.
  await Promise.race([begun, ended]);
  return events;
}

/** A queue of events between the producer and the consumer, until the consumer stops. */
function queue() {
  let controller: ReadableStreamDefaultController<ServerEvent> | undefined;
  const stream = new ReadableStream<ServerEvent>({
    start(given) {
      controller = given;
    },
    cancel() {
      controller = undefined;
    },
  });
  return {
    push: (event: ServerEvent) => controller?.enqueue(event),
    close: () => controller?.close(),
    fail: (cause: unknown) => controller?.error(cause),
    events: chunksOf(stream),
  };
}

async function* itemsOf(
  first: unknown,
  turn: (cursor: string) => Promise<unknown>,
): AsyncGenerator<unknown> {
  for (let page = first as Page<unknown>; ; ) {
    yield* page.items;
    if (page.nextCursor === null) return;
    page = (await turn(page.nextCursor)) as Page<unknown>;
  }
}

function optionsOf({ idempotencyKey, headers = {} }: Attempt): CallOptions {
  const options: CallOptions = {};
  if (idempotencyKey !== undefined) options.idempotencyKey = idempotencyKey;
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() === 'traceparent') options.traceparent = value;
    if (name.toLowerCase() === 'x-request-id') options.requestId = value;
  }
  return options;
}

function notOffered(operation: string): AssayError {
  return new AssayError({
    code: 'not_offered',
    message: `\`${operation}\` is not available over a service binding. Use a client with \`baseUrl\` and \`apiKey\`.`,
  });
}
