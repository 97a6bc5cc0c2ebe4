import type { ProbeKind } from '@assay/sdk';

/** Every kind of probe, with what it varies. */
export const KINDS = [
  ['consistency', 'nothing: each sample is asked again'],
  ['phrasing', 'the wording'],
  ['position', 'where the needed passage stands'],
  ['counterfactual', 'names, pronouns, ages and groups'],
  ['order', 'the order of options'],
  ['distraction', 'irrelevant passages are added'],
  ['drift', 'time: the questions of an earlier probe'],
] as const satisfies readonly (readonly [ProbeKind, string])[];
