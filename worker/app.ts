import { appOf } from './app-of.ts';
import type { App } from './entry/context.ts';
import { OPENAPI } from './entry/openapi/route.ts';
import { ROUTES } from './entry/operations/list.ts';
import { OTLP } from './entry/otlp/routes.ts';
import { MCP } from './entry/routes/mcp.ts';

/** Every route: those of the operations, and those that are described elsewhere. */
export function createApp(): App {
  return appOf(ROUTES, [MCP, ...OTLP, ...OPENAPI]);
}
