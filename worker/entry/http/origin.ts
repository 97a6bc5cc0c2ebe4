import { ApiProblem } from '../../core/problem.ts';
import { isLoopback } from '../../features/auth/development.ts';
import type { AppContext } from '../context.ts';

/**
 * Rejects origins other than the configured ones and the Worker's own. Non-browser clients send no
 * Origin. Source: Model Context Protocol, streamable HTTP, security.
 *
 * @throws ApiProblem `origin_not_allowed`
 */
export function requireOrigin(c: AppContext): void {
  const origin = c.req.header('origin');
  if (origin !== undefined && !isAllowed(origin, c)) throw new ApiProblem('origin_not_allowed');
}

function isAllowed(origin: string, c: AppContext): boolean {
  const { corsOrigins, isDevelopment } = c.var.services.config;
  if (corsOrigins.includes('*') || corsOrigins.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  if (isDevelopment && isLoopback(origin)) return true;
  return new URL(origin).origin === new URL(c.req.url).origin;
}
