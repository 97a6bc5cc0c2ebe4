import type { JsonValue, Pipeline } from '@assay/sdk';

/** What of a pipeline can differ between versions: targets and rules by their names, not their places. */
export function comparable(pipeline: Pipeline): JsonValue {
  const { version: _, createdAt: __, fingerprint: ___, targets, route, ...rest } = pipeline;
  const { rules = [], ...others } = route ?? {};
  const state = {
    ...rest,
    targets: byName(targets),
    order: targets.map(({ name }) => name),
    ...(route && {
      route: { ...others, rules: byName(rules), order: rules.map(({ name }) => name) },
    }),
  };
  // What the API sent is JSON.
  return JSON.parse(JSON.stringify(state));
}

function byName<Named extends { name: string }>(list: readonly Named[]): Record<string, unknown> {
  return Object.fromEntries(list.map(({ name, ...settings }) => [name, settings]));
}
