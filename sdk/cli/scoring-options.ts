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
} as const;

interface Given {
  scorer?: string[];
  suite?: string;
  tag?: string[];
}

export interface Scoring {
  scorers?: ScorerReference[];
  suite?: string;
  tags?: string[];
}

/** @throws CliError when nothing would be scored by, or a scorer is not JSON */
export function scoringOf({ scorer, suite, tag }: Given): Scoring {
  if (!scorer && !suite) throw new CliError('Pass --scorer or --suite.');
  return {
    ...(scorer && { scorers: scorer.map(referenceOf) }),
    ...(suite && { suite }),
    ...(tag && { tags: tag }),
  };
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
