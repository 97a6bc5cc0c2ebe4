import { Hono } from 'hono';
import type { App, AppEnv } from './context.ts';
import { conventions } from './http/conventions.ts';
import { cors } from './http/cors.ts';
import { answerError } from './http/errors.ts';
import { registerOpenApi } from './openapi.ts';
import { ApiProblem } from './problem.ts';
import { registerBatchResults } from './routes/batch-results.ts';
import { registerBatches } from './routes/batches.ts';
import { registerCompare } from './routes/compare.ts';
import { registerCustomScorers } from './routes/custom-scorers.ts';
import { registerHealth } from './routes/health.ts';
import { registerKeys } from './routes/keys.ts';
import { registerMcp } from './routes/mcp.ts';
import { registerProject } from './routes/project.ts';
import { registerScore } from './routes/score.ts';
import { registerScorers } from './routes/scorers.ts';
import { registerSuites } from './routes/suites.ts';
import { registerVerdicts } from './routes/verdicts.ts';
import { registerWebhooks } from './routes/webhooks.ts';

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
  app.use(conventions);
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
