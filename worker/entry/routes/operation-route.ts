import { jsonOf } from '../../core/kept-json.ts';
import type { AppContext, Respond, Route } from '../context.ts';
import { answerJson } from '../http/answer-json.ts';
import { authenticate } from '../http/authenticate.ts';
import { answerRepeats } from '../http/idempotency.ts';
import { parseQuery } from '../http/parse.ts';
import { requestContextOf } from '../http/request-context.ts';
import { audited } from '../operations/audited.ts';
import type { Asked, OpenRoute, Operation } from '../operations/operation.ts';
import { bodyReader } from './read-body.ts';

/** The route of an operation; none where HTTP does not offer it. */
export function operationRoute(operation: Operation | OpenRoute): Route[] {
  const { route, scope } = operation;
  if (route === undefined) return [];
  return [{ route, respond: scope === 'none' ? operation.respond : respondOf(operation) }];
}

function respondOf(operation: Operation): Respond {
  const { scope, keyHeader, body, isIdempotent = false } = operation;
  const querySchema = body?.kind === 'lines' ? body.query : operation.query;
  const reader = bodyReader(body);
  return async (c) => {
    const { projectId } = await authenticate(c, scope, keyHeader);
    const query = parseQuery(c, querySchema);
    const received = await reader.receive(c);
    const work = async () => {
      const asked = {
        projectId,
        path: c.req.param(),
        query,
        body: await reader.read(c, Object(query), received),
        context: requestContextOf(c),
      };
      return await answer(c, operation, asked);
    };
    return isIdempotent ? await answerRepeats(c, () => reader.content(c), work) : await work();
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
  return answerJson(c, jsonOf(value), status);
}
