import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type { PipelineContent, ProblemField } from '@assay/schema/types.ts';
import { asDetected, DETECTABLE } from '@assay/scorers/text/detect-language.ts';
import { compileLinear } from '@assay/scorers/text/linear-regex.ts';
import { createWork, WorkExceeded } from '@assay/scorers/work.ts';
import { patternsOf } from '../route/patterns.ts';

/** What of a route could never be evaluated: patterns, languages. */
export function findRouteFaults({ route }: PipelineContent): ProblemField[] {
  if (route === undefined) return [];
  const work = createWork(LIMITS.planSteps);
  const patterns = patternsOf(route).flatMap(({ pattern, path }) => {
    try {
      compileLinear(pattern, 0, work);
      return [];
    } catch (cause) {
      const isKnown = cause instanceof SyntaxError || cause instanceof WorkExceeded;
      if (!isKnown) throw cause;
      return [{ pointer: jsonPointer(['route', ...path]), message: cause.message }];
    }
  });
  const languages = route.rules.flatMap(({ when }, i) =>
    (when?.language ?? []).flatMap((tag, k) => {
      if (DETECTABLE.includes(asDetected(tag))) return [];
      const message = `is not a language that can be detected: ${DETECTABLE.join(', ')}`;
      return [{ pointer: `/route/rules/${i}/when/language/${k}`, message }];
    }),
  );
  return [...patterns, ...languages];
}
