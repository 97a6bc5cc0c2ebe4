import { canonicalJson } from '../canonical-json.ts';
import { sha256OfBytes, utf8Bytes } from './bytes.ts';

/** What the log calls the sample of a verdict that was dropped: the verdict itself stays. */
export function droppedSampleId(verdictId: string): string {
  return `${verdictId}${SUFFIX}`;
}

/** The verdict whose sample an id of `droppedSampleId` names; undefined for other ids. */
export function verdictOfDropped(id: string): string | undefined {
  return id.endsWith(SUFFIX) ? id.slice(0, -SUFFIX.length) : undefined;
}

/**
 * What the log holds of a sample that was dropped, as hex digits: the verdict as it was sealed and as it is
 * without its texts, so that it can be told from one that was altered.
 *
 * @param before SHA-256 of the verdict, as hex digits @param after of what stays of it
 */
export function droppedHash(verdictId: string, before: string, after: string): Promise<string> {
  return sha256OfBytes(utf8Bytes(canonicalJson({ sample: verdictId, before, after })));
}

const SUFFIX = '/sample';
