import { jsonOf } from '../../core/kept-json.ts';
import type { App, AppContext } from '../context.ts';
import { answerJson } from '../http/answer-json.ts';
import { authenticate } from '../http/authenticate.ts';
import { answerRepeats } from '../http/idempotency.ts';
import { parseQuery } from '../http/parse.ts';
import { requestContextOf } from '../http/request-context.ts';
import { audited } from '../operations/audited.ts';
import { type Asked, type OpenRoute, type Operation, placeOf } from '../operations/operation.ts';
import { bodyReader } from './read-body.ts';

/** Serves an operation at its route. */
export function registerOperation(app: App, operation: Operation | OpenRoute): void {
  if (operation.route === undefined) return;
  const { method, path } = placeOf(operation.route);
  if (operation.scope === 'none') app.on(method, path, operation.respond);
  else app.on(method, path, handlerOf(operation));
}

function handlerOf(operation: Operation): (c: AppContext) => Promise<Response> {
  const { scope, keyHeader, body, isIdempotent = false } = operation;
  const querySchema = body?.kind === 'lines' ? body.query : operation.query;
  const reader = bodyReader(body);
  return async (c) => {
    const { projectId } = await authenticate(c, scope, keyHeader);
    const query = parseQuery(c, querySchema);
    await reader.receive(c);
    const work = async () => {
      const asked = {
        projectId,
        path: c.req.param(),
        query,
        body: await reader.read(c, Object(query)),
        context: requestContextOf(c),
      };
      return answer(c, operation, asked);
    };
    return isIdempotent ? answerRepeats(c, () => reader.content(c), work) : work();
  };
}

async function answer(
  c: AppContext,
  operation: Operation,
  asked: Asked<string, unknown, unknown>,
): Promise<Response> {
  const services = c.get('services');
  const { respond, run } = operation;
  const { status } = operation.answers;
  const { response, value } = await audited(operation, asked, services, async () => {
    const response = await respond?.(c, asked, services);
    return response ? { response } : { value: await run?.(asked, services) };
  });
  if (response !== undefined) return response;
  if (status === 204) return c.body(null, 204);
  return answerJson(jsonOf(value), status);
}
