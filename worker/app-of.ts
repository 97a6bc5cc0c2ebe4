import { Hono } from 'hono';
import { ApiProblem } from './core/problem.ts';
import type { App, AppEnv } from './entry/context.ts';
import { conventions } from './entry/http/conventions.ts';
import { cors } from './entry/http/cors.ts';
import { answerError } from './entry/http/errors.ts';
import { servicesFor } from './services.ts';

/** An app with these routes, and what every route has in common. */
export function appOf(routes: readonly ((app: App) => void)[]): App {
  const app = new Hono<AppEnv>();
  app.onError(answerError);
  app.use(conventions(servicesFor));
  app.use(cors);
  for (const register of routes) register(app);
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
