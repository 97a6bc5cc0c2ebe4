import type { Context } from '@assay/schema/types.ts';
import type { Exchange } from '../exchange.ts';
import { turnsOfRequest } from './request-turns.ts';

/** What an answer should rest on: `assay.contexts`, or else what tools gave back. */
export function contextsOf({ contexts, endpoint, body }: Exchange): (string | Context)[] {
  if (contexts.length > 0) return [...contexts];
  return turnsOfRequest(endpoint, body)
    .turns.filter(({ role }) => role === 'tool' || role === 'function')
    .map(({ texts }) => texts.map(({ text }) => text).join('\n'));
}
