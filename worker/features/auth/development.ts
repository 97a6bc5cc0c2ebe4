import { withChecksum } from './api-key-format.ts';
import type { Principal } from './principal.ts';

/**
 * The fixed key of local development. It is let in only where ASSAY_ENVIRONMENT is `development`
 * and the request came to a loopback address; a deployed Worker meets neither condition.
 */
export const DEVELOPMENT_KEY = withChecksum('assay_dev_00000000000000000000000000000000');

export const DEVELOPMENT_PRINCIPAL: Principal = {
  projectId: 'prj_development',
  keyId: 'key_development',
  scopes: ['score', 'read', 'admin'],
};

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function isLoopback(url: string): boolean {
  return LOOPBACK.has(new URL(url).hostname);
}
