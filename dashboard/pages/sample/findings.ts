import type { Evidence, Score } from '@assay/sdk';
import type { Mark } from '../../text/segments.ts';

/** A piece of evidence, and the score that gave it. */
export interface Finding {
  /** Its number over all scores. */
  id: number;
  score: string;
  evidence: Evidence;
}

/** The evidence of scores and of the scores that they consist of, in order. */
export function findingsOf(scores: readonly Score[]): Finding[] {
  const findings: Finding[] = [];
  const add = (score: Score, name: string) => {
    for (const evidence of score.evidence)
      findings.push({ id: findings.length, score: name, evidence });
    for (const child of score.children ?? []) add(child, name);
  };
  for (const score of scores) add(score, score.name);
  return findings;
}

/**
 * Where findings point in a text. Evidence with offsets is where they say; a quote without them, or
 * with offsets into another rendering of the text, is where its words are first; evidence for a text
 * as a whole marks nothing in it.
 *
 * @param pointer of the text in the sample
 */
export function marksIn(pointer: string, text: string, findings: readonly Finding[]): Mark[] {
  return findings.flatMap(({ id, evidence }) => {
    if (evidence.pointer !== pointer) return [];
    const place = placeOf(text, evidence);
    return place ? [{ id, ...place }] : [];
  });
}

function placeOf(text: string, evidence: Evidence): Omit<Mark, 'id'> | undefined {
  const { start, end } = evidence;
  // Shortened excerpts end with an ellipsis.
  const excerpt = evidence.text?.replace(/…$/, '');
  if (start !== undefined && end !== undefined) {
    const isThere = excerpt === undefined || excerpt === '' || text.startsWith(excerpt, start);
    if (isThere && end <= text.length) return { start, end };
  }
  if (!excerpt) return undefined;
  const at = text.indexOf(excerpt);
  return at === -1 ? undefined : { start: at, end: at + excerpt.length };
}
