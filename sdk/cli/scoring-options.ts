import { KEEPS } from '@assay/schema/keep.ts';
import type { Keep } from '@assay/schema/types.ts';
import type { ScorerReference } from '../scorer-reference.ts';
import { CliError } from './cli-error.ts';

/** What `score` and `batch` are scored by. */
export const SCORING_OPTIONS = {
  scorer: {
    value: 'NAME',
    short: 's',
    multiple: true,
    help: 'A scorer by name, or as JSON: {"scorer":"length","params":{"max":60}}.',
  },
  suite: { value: 'NAME', help: 'A suite by name, or name@version.' },
  tag: { value: 'TAG', multiple: true, help: 'Tag stored with the verdicts, to find them by.' },
  keep: {
    value: 'LEVEL',
    help: 'What is kept: nothing, scores, sample or exchange; at most what the project keeps.',
  },
} as const;

interface Given {
  scorer?: string[];
  suite?: string;
  tag?: string[];
  keep?: string;
}

export interface Scoring {
  scorers?: ScorerReference[];
  suite?: string;
  tags?: string[];
  keep?: Keep;
}

/** @throws CliError when nothing would be scored by, a scorer is not JSON, or a level is unknown */
export function scoringOf({ scorer, suite, tag, keep }: Given): Scoring {
  if (!scorer && !suite) throw new CliError('Pass --scorer or --suite.');
  return {
    ...(scorer && { scorers: scorer.map(referenceOf) }),
    ...(suite && { suite }),
    ...(tag && { tags: tag }),
    ...(keep !== undefined && { keep: levelOf(keep) }),
  };
}

function levelOf(level: string): Keep {
  const known = KEEPS.find((each) => each === level);
  if (known !== undefined) return known;
  throw new CliError(`--keep must be nothing, scores, sample or exchange, not “${level}”.`);
}

/** A scorer as an option gives it. @throws CliError when it begins like JSON and is none */
export function referenceOf(text: string): ScorerReference {
  if (!text.trim().startsWith('{')) return text;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError(`--scorer ${text} is not JSON: ${(cause as Error).message}.`, { cause });
  }
}
