import type { JsonValue } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { Models } from '../../models/configure.ts';

/**
 * The cache key of an answer: all that decides it, and the server that was asked. When a provider is
 * pointed at another server its models keep their names, but must not get the former one's answers.
 */
export function answerKey(
  { providers }: Pick<Models, 'providers'>,
  model: string,
  decides: JsonValue,
): string {
  const endpoint = providers.get(model.slice(0, model.indexOf('/')))?.endpoint;
  return fingerprint(endpoint === undefined ? decides : { endpoint, decides });
}
