import { Hono } from 'hono';
import { ApiProblem } from './core/problem.ts';
import type { App, AppEnv } from './entry/context.ts';
import { conventions } from './entry/http/conventions.ts';
import { cors } from './entry/http/cors.ts';
import { answerError } from './entry/http/errors.ts';
import type { OpenRoute, Operation } from './entry/operations/operation.ts';
import { registerOperation } from './entry/routes/register-operation.ts';
import { servicesFor } from './services.ts';

/** An app with the routes of these operations and others, and what every route has in common. */
export function appOf(
  operations: readonly (Operation | OpenRoute)[],
  others: readonly ((app: App) => void)[] = [],
): App {
  const app = new Hono<AppEnv>();
  app.onError(answerError);
  app.use(conventions(servicesFor));
  app.use(cors);
  for (const operation of operations) registerOperation(app, operation);
  for (const register of others) register(app);
  app.notFound((c) => answerError(notFound(app, c.req.method, c.req.path), c));
  return app;
}

/** A path that exists under another method is told apart from one that does not exist. */
function notFound(app: App, method: string, path: string): ApiProblem {
  const methods = ['GET', 'POST', 'PUT', 'DELETE'].filter(
    (other) =>
      other !== method &&
      app.router.match(other, path)[0].some(([[, route]]) => route.path !== '/*'),
  );
  if (methods.length === 0) return new ApiProblem('not_found');
  return new ApiProblem('method_not_allowed', { headers: { Allow: methods.join(', ') } });
}
