import type { ExperimentVariant, JsonObject } from '@assay/schema/types.ts';
import { renderObject, renderText } from '../template.ts';
import { inputOf, lookupFor, type VariantSample } from '../variables.ts';

/**
 * The chat completion that a variant asks for: its prompt or its messages, rendered; without either,
 * the messages of the sample, or its input.
 *
 * @throws MissingVariable
 */
export function chatBody(
  variant: ExperimentVariant,
  given: VariantSample,
  seed: number,
): JsonObject {
  const lookup = lookupFor(variant, given, seed);
  const { prompt, messages, parameters = {} } = variant;
  const { sample } = given;
  const ofSample = sample.messages ?? [{ role: 'user', content: inputOf(sample) ?? '' }];
  const asked =
    messages?.map(({ role, content }) => ({ role, content: renderText(content, lookup) })) ??
    (prompt === undefined ? ofSample : [{ role: 'user', content: renderText(prompt, lookup) }]);
  return {
    stream: true,
    ...renderObject(parameters, lookup),
    // JSON as it was parsed from JSON.
    messages: JSON.parse(JSON.stringify(asked)),
  };
}

/** What the user says of it: what an endpoint gets as `{{prompt}}`. @throws MissingVariable */
export function promptText(
  variant: ExperimentVariant,
  given: VariantSample,
  seed: number,
): string | undefined {
  const lookup = lookupFor(variant, given, seed);
  if (variant.prompt !== undefined) return renderText(variant.prompt, lookup);
  const asked = variant.messages?.findLast(({ role }) => role === 'user');
  return asked === undefined ? inputOf(given.sample) : renderText(asked.content, lookup);
}
