import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { hexOf } from '@assay/schema/records/statement.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { Sample, Verdict } from '@assay/schema/types.ts';

/** What the log of a project has of a stored verdict; hashes as hex digits. */
export interface VerdictHashes {
  /** SHA-256 over the canonical JSON of the verdict. */
  hash: string;
  /** The same of the stored sample, where that is not the judged one. */
  sampleHash: string | null;
}

/** A value with the text that JSON.stringify made of it. */
export interface Written<Value> {
  value: Value;
  text: string;
}

/** @param isJudged whether the sample is the very one whose hash the verdict has */
export function hashesOf(
  verdict: Written<Verdict>,
  sample: Written<Sample>,
  isJudged: boolean,
): VerdictHashes {
  const hash = hashOf(verdict);
  // A text without null has nothing that JSON.stringify writes as another value.
  if (isJudged && !sample.text.includes('null')) return { hash, sampleHash: null };
  const stored = hashOf(sample);
  return { hash, sampleHash: stored === hexOf(verdict.value.lineage.sampleHash) ? null : stored };
}

function hashOf({ value, text }: Written<unknown>): string {
  const canonical = canonicalJson(value);
  // The same tokens in another order, unless JSON.stringify wrote null for a number that is too large.
  return sha256Hex(canonical.length === text.length ? canonical : canonicalJson(JSON.parse(text)));
}
