import { Hono } from 'hono';
import { ApiProblem } from './core/problem.ts';
import type { App, AppEnv } from './entry/context.ts';
import { conventions } from './entry/http/conventions.ts';
import { cors } from './entry/http/cors.ts';
import { answerError } from './entry/http/errors.ts';
import { registerOpenApi } from './entry/openapi.ts';
import { registerBatchResults } from './entry/routes/batch-results.ts';
import { registerBatches } from './entry/routes/batches.ts';
import { registerCompare } from './entry/routes/compare.ts';
import { registerCustomScorers } from './entry/routes/custom-scorers.ts';
import { registerHealth } from './entry/routes/health.ts';
import { registerKeys } from './entry/routes/keys.ts';
import { registerMcp } from './entry/routes/mcp.ts';
import { registerProject } from './entry/routes/project.ts';
import { registerScore } from './entry/routes/score.ts';
import { registerScorers } from './entry/routes/scorers.ts';
import { registerSuites } from './entry/routes/suites.ts';
import { registerVerdicts } from './entry/routes/verdicts.ts';
import { registerWebhooks } from './entry/routes/webhooks.ts';
import { servicesFor } from './services.ts';

/** Every route. Adding one is a line here and a line above. */
const ROUTES = [
  registerScore,
  registerCompare,
  registerScorers,
  registerCustomScorers,
  registerVerdicts,
  registerBatches,
  registerBatchResults,
  registerWebhooks,
  registerSuites,
  registerKeys,
  registerProject,
  registerMcp,
  registerHealth,
  registerOpenApi,
];

export function createApp(): App {
  const app = new Hono<AppEnv>();
  app.onError(answerError);
  app.use(conventions(servicesFor));
  app.use(cors);
  for (const register of ROUTES) register(app);
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
