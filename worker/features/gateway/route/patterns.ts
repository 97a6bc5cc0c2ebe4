import type { PipelineIntent, PipelineRoute, PipelineTest } from '@assay/schema/types.ts';
import { matchSteps } from '@assay/scorers/text/pattern-work.ts';
import { type Work, WorkExceeded } from '@assay/scorers/work.ts';
import { knownPattern, type PlacedPattern } from '../../scoring/patterns.ts';
import { Undecided } from './undecided.ts';

/**
 * Whether a pattern matches anywhere in a text.
 *
 * @param work bounds the patterns of one request @throws Undecided if it is used up
 */
export function isFound(pattern: string, text: string, work: Work): boolean {
  const ready = knownPattern(pattern);
  try {
    work.spend(matchSteps(ready.programSize(), text.length, pattern), 'matching patterns');
  } catch (cause) {
    if (!(cause instanceof WorkExceeded)) throw cause;
    throw new Undecided(cause.message);
  }
  return ready.matcher(text).find();
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
