import { jsonPointer } from '@assay/schema/json-pointer.ts';
import type { PipelineRoute, PipelineTest, ProblemField } from '@assay/schema/types.ts';
import { compileLinear } from '@assay/scorers/text/linear-regex.ts';
import { type Work, WorkExceeded } from '@assay/scorers/work.ts';

/** The patterns of a route that cannot be compiled, or not all within the limit of work. */
export function findPatternFaults(route: PipelineRoute | undefined, work: Work): ProblemField[] {
  return patternsOf(route).flatMap(({ pattern, path }) => {
    try {
      compileLinear(pattern, 0, work);
      return [];
    } catch (cause) {
      const isKnown = cause instanceof SyntaxError || cause instanceof WorkExceeded;
      if (!isKnown) throw cause;
      const pointer = jsonPointer(['route', ...path]);
      return [{ pointer, message: cause.message }];
    }
  });
}

interface PlacedPattern {
  pattern: string;
  path: (string | number)[];
}

function patternsOf(route: PipelineRoute | undefined): PlacedPattern[] {
  if (route === undefined) return [];
  const found: PlacedPattern[] = [];
  const { intent, rules } = route;
  if (intent?.by === 'patterns') {
    for (const [name, patterns] of Object.entries(intent.intents)) {
      found.push(
        ...patterns.map((pattern, i) => ({ pattern, path: ['intent', 'intents', name, i] })),
      );
    }
  }
  for (const [i, { when = {} }] of rules.entries()) {
    for (const field of ['metadata', 'headers'] as const) {
      for (const [name, test] of Object.entries<PipelineTest>(when[field] ?? {})) {
        if (!('pattern' in test)) continue;
        const path = ['rules', i, 'when', field, name, 'pattern'];
        found.push({ pattern: test.pattern, path });
      }
    }
  }
  return found;
}
