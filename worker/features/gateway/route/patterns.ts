import type { PipelineIntent, PipelineRoute, PipelineTest } from '@assay/schema/types.ts';
import { compileLinear } from '@assay/scorers/text/linear-regex.ts';
import { matchSteps } from '@assay/scorers/text/pattern-work.ts';
import { UNBOUNDED, type Work, WorkExceeded } from '@assay/scorers/work.ts';
import { createTtlCache } from '../../../core/ttl-cache.ts';
import { Undecided } from './undecided.ts';

type Compiled = ReturnType<typeof compileLinear>;

// What a pattern compiles to depends on its text alone.
const compiled = createTtlCache<Compiled>(Number.POSITIVE_INFINITY, 1_000, () => 0);

/**
 * Whether a pattern matches anywhere in a text.
 *
 * @param work bounds the patterns of one request @throws Undecided if it is used up
 */
export function isFound(pattern: string, text: string, work: Work): boolean {
  // Its cost was bounded when the pipeline was saved.
  const ready = compiled.get(pattern) ?? compileLinear(pattern, 0, UNBOUNDED);
  compiled.set(pattern, ready);
  try {
    work.spend(matchSteps(ready.programSize(), text.length, pattern), 'matching patterns');
  } catch (cause) {
    if (!(cause instanceof WorkExceeded)) throw cause;
    throw new Undecided(cause.message);
  }
  return ready.matcher(text).find();
}

/** A pattern, and where in the route it stands. */
export interface PlacedPattern {
  pattern: string;
  path: (string | number)[];
}

/** Every pattern of a route. */
export function patternsOf({ intent, rules }: PipelineRoute): PlacedPattern[] {
  const inRules = rules.flatMap(({ when = {} }, i) =>
    (['metadata', 'headers'] as const).flatMap((field) =>
      Object.entries<PipelineTest>(when[field] ?? {}).flatMap(([name, test]) =>
        'pattern' in test
          ? [{ pattern: test.pattern, path: ['rules', i, 'when', field, name, 'pattern'] }]
          : [],
      ),
    ),
  );
  return [...(intent ? patternsOfIntent(intent) : []), ...inRules];
}

function patternsOfIntent(intent: PipelineIntent): PlacedPattern[] {
  if (intent.by !== 'patterns') return [];
  return Object.entries(intent.intents).flatMap(([name, patterns]) =>
    patterns.map((pattern, i) => ({ pattern, path: ['intent', 'intents', name, i] })),
  );
}
