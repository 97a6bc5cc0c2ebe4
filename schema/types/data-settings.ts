import type { RedactionSettings } from './redaction.ts';

/**
 * What is kept of a request, each level with what the ones before it have: nothing; the verdict
 * without any text of the sample; the sample; and what judges were asked and answered.
 */
export type Keep = 'nothing' | 'scores' | 'sample' | 'exchange';

/** What a project keeps of the data it sends. */
export interface DataSettings {
  keep: Keep;
  redact?: RedactionSettings;
}
