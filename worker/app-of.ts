import { Hono } from 'hono';
import { ApiProblem } from './core/problem.ts';
import type { App, AppEnv, Route } from './entry/context.ts';
import { conventions } from './entry/http/conventions.ts';
import { answerError } from './entry/http/errors.ts';
import { type OpenRoute, type Operation, placeOf } from './entry/operations/operation.ts';
import { operationRoute } from './entry/routes/operation-route.ts';
import { servicesFor } from './services.ts';

/** An app with the routes of these operations and others, and what every route has in common. */
export function appOf(
  operations: readonly (Operation | OpenRoute)[],
  others: readonly Route[] = [],
): App {
  const app = new Hono<AppEnv>();
  const serve = conventions(servicesFor);
  for (const { route, respond } of [...operations.flatMap(operationRoute), ...others]) {
    const { method, path } = placeOf(route);
    app.on(method, path, serve(path, respond));
  }
  app.notFound(
    serve('/*', (c) => {
      throw notFound(app, c.req.method, c.req.path);
    }),
  );
  app.onError(answerError);
  return app;
}

/** A path that exists under another method is told apart from one that does not exist. */
function notFound(app: App, method: string, path: string): ApiProblem {
  const methods = ['GET', 'POST', 'PUT', 'DELETE'].filter(
    (other) => other !== method && app.router.match(other, path)[0].length > 0,
  );
  if (methods.length === 0) return new ApiProblem('not_found');
  return new ApiProblem('method_not_allowed', { headers: { Allow: methods.join(', ') } });
}
