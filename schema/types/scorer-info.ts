import type { JsonObject, JsonValue } from './json.ts';
import type { Sample } from './sample.ts';
import type { ScorerKind } from './score.ts';

/** One entry of the scorer catalogue. */
export interface ScorerInfo {
  id: string;
  aliases: ScorerAlias[];
  version: number;
  kind: ScorerKind;
  group: string;
  summary: string;
  source: string;
  needs: string[];
  params: JsonObject;
  threshold: number | null;
  fingerprint: string | null;
  examples: ScorerExample[];
}

/** Another name for a scorer, and the parameters that it implies. */
export interface ScorerAlias {
  name: string;
  params: JsonObject;
}

export interface ScorerExample {
  title: string;
  sample: Sample;
  params?: JsonObject;
  answers?: JsonValue[];
  value: number;
}
