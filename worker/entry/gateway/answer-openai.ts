import { Keep } from '@assay/schema/data-settings.ts';
import type { GatewayRequest } from '@assay/schema/gateway.ts';
import type { JsonObject } from '@assay/schema/types.ts';
import { StoreMode } from '@assay/schema/verdict.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { Endpoint, Exchange, Storing } from '../../features/gateway/exchange.ts';
import type { AppServices } from '../app-services.ts';
import type { AppContext } from '../context.ts';
import { answerSecured } from '../http/answer-json.ts';
import { requestContextOf } from '../http/request-context.ts';

// Loaded by the first request, so that others do not wait for it.
let loading: Promise<typeof import('../../features/gateway/answer.ts')> | undefined;

/** Answers a request in OpenAI's shape. @throws ApiProblem or RelayedError */
export async function answerOpenAi(
  c: AppContext,
  endpoint: Endpoint,
  request: GatewayRequest,
  services: AppServices,
): Promise<Response> {
  const { assay: { contexts = [], metadata = {}, ...storing } = {}, ...rest } = request;
  // It was parsed from JSON, and is sent on as it came.
  const body = rest as JsonObject;
  const exchange: Exchange = {
    ...{ endpoint, asked: request.model, body, contexts, metadata, tokens: {} },
    storing: { tags: [], ...fromHeaders(c), ...storing },
    headers: c.req.raw.headers,
    answeredBy: undefined,
    context: requestContextOf(c),
  };
  loading ??= import('../../features/gateway/answer.ts');
  const { answer } = await loading;
  const answered = await answer(exchange, isReported(c), services).catch((cause: unknown) => {
    // An error says what was tried, too.
    c.set('answerHeaders', exchange.headersSoFar?.());
    throw cause;
  });
  return answerSecured(c, answered.body, {
    'Content-Type': answered.contentType,
    ...answered.headers,
    // Proxies that buffer would hold streams back.
    ...(typeof answered.body === 'string' ? {} : { 'X-Accel-Buffering': 'no' }),
  });
}

/** What headers say of storing, for clients that cannot add fields. @throws ApiProblem `invalid_request` */
function fromHeaders(c: AppContext): Pick<Storing, 'store' | 'keep'> {
  const store = readHeader(c, 'X-Assay-Store', StoreMode);
  const keep = readHeader(c, 'X-Assay-Keep', Keep);
  return { ...(store && { store }), ...(keep && { keep }) };
}

function readHeader<Value extends string>(
  c: AppContext,
  name: string,
  values: { safeParse(given: unknown): { data?: Value | undefined }; options: readonly string[] },
): Value | undefined {
  const given = c.req.header(name)?.toLowerCase();
  if (given === undefined) return undefined;
  const { data } = values.safeParse(given);
  if (data !== undefined) return data;
  const known = values.options.map((value) => `\`${value}\``).join(', ');
  throw new ApiProblem('invalid_request', { detail: `${name} must be one of ${known}.` });
}

/** Whether the answer carries `assay`. @throws ApiProblem `invalid_request` */
function isReported(c: AppContext): boolean {
  const given = c.req.header('x-assay-metadata')?.toLowerCase() ?? 'on';
  if (given === 'on' || given === 'off') return given === 'on';
  throw new ApiProblem('invalid_request', {
    detail: 'X-Assay-Metadata must be `on` or `off`.',
  });
}
