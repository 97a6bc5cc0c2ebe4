import { appOf } from './app-of.ts';
import type { App } from './entry/context.ts';
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
  return appOf(ROUTES);
}
