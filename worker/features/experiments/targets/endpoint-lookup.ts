import type { ExperimentEndpoint, ExperimentVariant, JsonValue } from '@assay/schema/types.ts';
import type { Lookup } from '../template.ts';
import { lookupFor, type VariantSample } from '../variables.ts';
import { chatBody, promptText } from './request-body.ts';

export interface EndpointTemplates {
  variant: ExperimentVariant;
  given: VariantSample;
  seed: number;
  /** Of a secret by its name; undefined if it may not be sent. */
  secretOf(name: string): string | undefined;
}

const SECRETS = 'secrets.';

/**
 * What names in headers and bodies of an endpoint stand for: beside what a prompt may name, the prompt
 * and the messages as they are rendered, and secrets.
 */
export function endpointLookup({ variant, given, seed, secretOf }: EndpointTemplates): Lookup {
  const fields = lookupFor(variant, given, seed);
  return (name) => {
    if (name.startsWith(SECRETS)) return secretOf(name.slice(SECRETS.length));
    if (name === 'prompt') return promptText(variant, given, seed);
    return name === 'messages' ? chatBody(variant, given, seed).messages : fields(name);
  };
}

const DEFAULT_BODY: JsonValue = { input: '{{prompt}}' };

/** The template of what an endpoint is sent; undefined if it is sent no body. */
export function bodyOf({ method, body }: ExperimentEndpoint): JsonValue | undefined {
  return method === 'GET' ? undefined : (body ?? DEFAULT_BODY);
}
