import type { JsonObject } from './json.ts';
import type { RedactingDetector } from './redaction.ts';
import type { RequireCalibration } from './score-calibration.ts';

/** A scorer by id or alias, or an object with its settings. */
export type ScorerReference = string | ScorerSettings;

export interface ScorerSettings {
  scorer: string;
  params?: JsonObject;
  threshold?: number | null;
  weight?: number;
  required?: boolean;
  negate?: boolean;
  onMissing?: 'error' | 'skip';
  extract?: ExtractStep[];
  onNoMatch?: 'fail' | 'error' | 'whole';
  redact?: RedactingDetector[];
  as?: string;
}

/** One step from the output to the scored text: a transformation, or an extraction. */
export type ExtractStep = ExtractTransform | ExtractFinder;

export type ExtractTransform =
  | 'trim'
  | 'lowercase'
  | 'uppercase'
  | 'collapse-whitespace'
  | 'first-line'
  | 'last-line'
  | 'strip-thinking'
  | 'strip-markdown';

export type ExtractFinder =
  | {
      by: 'regex';
      pattern: string;
      group?: number | string;
      which?: 'first' | 'last';
      caseSensitive?: boolean;
    }
  | { by: 'marker'; marker: string; to?: 'line' | 'end'; which?: 'first' | 'last' }
  | { by: 'tag'; name: string; which?: 'first' | 'last' }
  | { by: 'json'; path: string }
  | { by: 'choice'; choices?: string[] }
  | { by: 'code-block'; language?: string; which?: 'first' | 'last' }
  | { by: 'boxed'; which?: 'first' | 'last' };

export type Policy = (
  | { rule: 'required' }
  | {
      rule: 'weighted-mean';
      threshold: number;
    }
) & {
  /** Leaves a verdict undecided whose judge was not checked against people, or before its model changed. */
  requireCalibration?: RequireCalibration;
};
