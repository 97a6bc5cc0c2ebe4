import type { Config } from '../../core/config.ts';
import { ApiProblem } from '../../core/problem.ts';
import { isLoopback } from '../auth/development.ts';
import { publicUrlFault } from './public-url.ts';

/** Why messages cannot be sent to a URL; undefined when they can. Development may reach itself. */
export function targetFault(url: string, { isDevelopment }: Config): string | undefined {
  if (isDevelopment && URL.canParse(url) && isLoopback(url)) return undefined;
  return publicUrlFault(url);
}

/** @throws ApiProblem `invalid_request` or `webhooks_unconfigured` */
export function checkWebhook(url: string, config: Config): void {
  const fault = targetFault(url, config);
  if (fault !== undefined) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: '/webhook/url', message: fault }],
    });
  }
  if (config.webhookKey === undefined) throw new ApiProblem('webhooks_unconfigured');
}
