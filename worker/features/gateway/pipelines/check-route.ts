import { LIMITS } from '@assay/schema/limits.ts';
import type { PipelineContent, ProblemField } from '@assay/schema/types.ts';
import { asDetected, DETECTABLE } from '@assay/scorers/text/detect-language.ts';
import { createWork } from '@assay/scorers/work.ts';
import { findPatternFaults } from '../../scoring/patterns.ts';
import { patternsOf } from '../route/patterns.ts';

/** What of a route could never be evaluated: patterns, languages. */
export function findRouteFaults({ route }: PipelineContent): ProblemField[] {
  if (route === undefined) return [];
  const placed = patternsOf(route).map(({ pattern, path }) => ({
    pattern,
    path: ['route', ...path],
  }));
  const patterns = findPatternFaults(placed, createWork(LIMITS.planSteps));
  const languages = route.rules.flatMap(({ when }, i) =>
    (when?.language ?? []).flatMap((tag, k) => {
      if (DETECTABLE.includes(asDetected(tag))) return [];
      const message = `is not a language that can be detected: ${DETECTABLE.join(', ')}`;
      return [{ pointer: `/route/rules/${i}/when/language/${k}`, message }];
    }),
  );
  return [...patterns, ...languages];
}
