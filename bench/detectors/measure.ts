import type { JsonObject, Sample } from '@assay/schema/types.ts';
import { isDetector } from '@assay/scorers/detectors/define-detector.ts';
import type { Finding } from '@assay/scorers/detectors/finding.ts';
import { resolveScorers } from '@assay/scorers/resolve.ts';
import { readSample } from '@assay/scorers/sample.ts';
import { UNBOUNDED } from '@assay/scorers/work.ts';
import { type Judged, type Quality, qualityOf } from './quality.ts';
import type { Beside, Labelled, Task } from './task.ts';

export interface Measured {
  what: string;
  source: string;
  samples: number;
  positives: number;
  quality: Quality;
  microsecondsPerCall: number;
}

/** Quality and time of a detector, and of what others use, by source. */
export async function measure(task: Task): Promise<Measured[]> {
  const own: Beside = {
    library: `\`${task.detector}\``,
    certainty: certaintyBy(task.detector, task.params),
  };
  const measured: Measured[] = [];
  for (const [source, labelled] of Object.entries(task.sources)) {
    if (labelled.length === 0) continue;
    for (const subject of [own, ...(task.beside ?? [])]) {
      measured.push(await measureOne(subject, source, labelled));
    }
  }
  return measured;
}

// Others say yes or no, and a detector fails its score, above this certainty.
const FLAGS_ABOVE = 0.5;

async function measureOne(
  { library, certainty }: Beside,
  source: string,
  labelled: readonly Labelled[],
): Promise<Measured> {
  // The first calls build tables and are compiled: they are not what a call takes.
  for (const { sample } of labelled.slice(0, 100)) await certainty(sample);
  const startedAtMs = performance.now();
  const judged: Judged[] = [];
  for (const { sample, isPositive } of labelled) {
    judged.push({ certainty: await certainty(sample), isPositive });
  }
  const microseconds = (performance.now() - startedAtMs) * 1000;
  return {
    what: library,
    source,
    samples: labelled.length,
    positives: labelled.filter(({ isPositive }) => isPositive).length,
    quality: qualityOf(judged, FLAGS_ABOVE),
    microsecondsPerCall: microseconds / labelled.length,
  };
}

/** How sure a detector is of a sample: the certainty of its surest finding. */
export function certaintyBy(detector: string, params: JsonObject = {}): (sample: Sample) => number {
  const find = findingsBy(detector, params);
  return (sample) => find(sample).reduce((most, one) => Math.max(most, one.certainty), 0);
}

/** All that a detector finds in a sample. */
export function findingsBy(id: string, params: JsonObject = {}): (sample: Sample) => Finding[] {
  const [resolved] = resolveScorers([{ scorer: id, params }]);
  if (resolved === undefined || !isDetector(resolved.scorer)) {
    throw new TypeError(`${id} is no detector`);
  }
  const { scorer } = resolved;
  return (sample) => {
    const detection = scorer.detect(readSample(sample), resolved.params, UNBOUNDED);
    return 'findings' in detection ? detection.findings : [];
  };
}
