import { type ForwardRequest, UpstreamError } from '../provider.ts';
import { readComplaint, readErrorNames } from './complaint.ts';
import { readJson, type Server, send } from './post-json.ts';
import { withoutKeys } from './quotable-message.ts';

const LONGEST = 1_000;

/**
 * Forwards a request as it is; its answer is not read.
 *
 * @throws UpstreamError, ModelError `judge_unavailable`, or the reason of the signal
 */
export async function forward(
  server: Server,
  { endpoint, body, signal }: ForwardRequest,
  fetcher: typeof fetch,
  nowMs: () => number,
): Promise<Response> {
  const response = await send(server, { path: `/${endpoint}`, body, signal }, fetcher);
  if (response.ok) return response;
  throw await toUpstreamError(server, response, signal, nowMs());
}

/** The ids that `GET /models` lists. @throws as `forward` does */
export async function listModels(
  server: Server,
  signal: AbortSignal,
  fetcher: typeof fetch,
  nowMs: () => number,
): Promise<string[] | undefined> {
  const post = { path: '/models', body: undefined, signal };
  const response = await send(server, post, fetcher);
  if (!response.ok) throw await toUpstreamError(server, response, signal, nowMs());
  const { json } = await readJson(server, response, signal);
  const { data } = Object(json);
  if (!Array.isArray(data)) return undefined;
  return data.flatMap((model) => {
    const { id } = Object(model);
    return typeof id === 'string' && id !== '' ? [id] : [];
  });
}

async function toUpstreamError(
  server: Server,
  response: Response,
  signal: AbortSignal,
  nowMs: number,
): Promise<UpstreamError> {
  const { status } = response;
  const answer = await readJson(server, response, signal);
  const complaint = readComplaint(answer, nowMs);
  const said = withoutKeys(complaint?.message ?? '', server.apiKey).slice(0, LONGEST);
  return new UpstreamError({
    status,
    message: said || `${server.name} answered ${status}.`,
    ...readErrorNames(answer.json),
    retryAfterMs: complaint?.retryAfterMs,
  });
}
