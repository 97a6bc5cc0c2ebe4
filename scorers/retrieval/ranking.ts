/**
 * The retrieved contexts as a ranking with the relevance of each, the common ground of the rank
 * metrics.
 *
 * A reference context whose gain reaches the relevance level is relevant; without a level every gain
 * above 0 does. Any other is judged and not relevant. A context is
 * a reference context when both have ids and the ids are equal, or, where one of them has no id,
 * when the texts are equal. A reference given as a plain text may be either: an id or a text. A
 * document retrieved twice counts at its first place only; the later ones are taken out of the
 * ranking, as if they had not been returned.
 */
import type { Evidence } from '@assay/schema/types.ts';
import * as z from 'zod';
import { type Abstained, abstained, type Failed, failed } from '../outcome.ts';
import type { ContextView, ReferenceContextView, SampleView } from '../sample.ts';

export const rankBy = z
  .enum(['order', 'score'])
  .default('order')
  .describe(
    'The ranking: the order of `contexts`, or their `score`, highest first, with ties broken by descending id as in trec_eval.',
  );

export const cutOff = z
  .int()
  .min(1)
  .max(1_000)
  .optional()
  .describe('Only the first k documents count. Defaults to all.');

export const relevanceLevel = z
  .number()
  .positive()
  .optional()
  .describe('Minimum gain of a relevant reference context. Defaults to any gain above 0.');

export interface RankedDocument {
  /** Its place in `contexts`. */
  index: number;
  /** Relevance by the reference; 0 when it is not relevant. */
  gain: number;
  isRelevant: boolean;
  /** Whether it is a reference context, relevant or not. */
  isJudged: boolean;
}

export interface Ranking {
  /** The documents retrieved, best first, none of them twice. */
  documents: RankedDocument[];
  /** The gains of all relevant documents, retrieved or not, highest first. Never empty. */
  relevantGains: number[];
  /** How many reference contexts are not relevant. */
  judgedIrrelevant: number;
}

interface RankingSettings {
  rankBy: 'order' | 'score';
  k?: number | undefined;
  relevanceLevel?: number | undefined;
}

/**
 * Ranks the contexts of a sample, cut after `k`.
 *
 * @returns an abstention when no reference context is relevant, as trec_eval leaves such a topic
 *   out; a failure when the ranking asks for scores that are not there
 */
export function rank(
  { contexts, referenceContexts }: Required<Pick<SampleView, 'contexts' | 'referenceContexts'>>,
  settings: RankingSettings,
): Ranking | Abstained | Failed {
  const { references, find } = indexReferences(referenceContexts);
  const { relevanceLevel: level } = settings;
  const isRelevant = (gain: number) => (level === undefined ? gain > 0 : gain >= level);
  const relevantGains = references
    .map(({ gain }) => gain)
    .filter(isRelevant)
    .sort((a, b) => b - a);
  if (relevantGains.length === 0) {
    return abstained('No reference context is relevant, so there is nothing to retrieve.');
  }
  const unscored = contexts.findIndex(({ score }) => score === undefined);
  if (settings.rankBy === 'score' && unscored !== -1) {
    return failed(
      'sample_field_missing',
      `\`contexts/${unscored}\` has no \`score\`. Add it, or rank by order.`,
    );
  }
  const order = contexts.map((context, index) => ({ context, index }));
  if (settings.rankBy === 'score') order.sort((a, b) => byScore(a.context, b.context));

  const seen = new Set<string>();
  const documents: RankedDocument[] = [];
  for (const { context, index } of order) {
    const { identity, gain, isJudged } = find(context);
    if (seen.has(identity)) continue;
    seen.add(identity);
    documents.push({ index, gain, isRelevant: isRelevant(gain), isJudged });
  }
  return {
    documents: documents.slice(0, settings.k),
    relevantGains,
    judgedIrrelevant: references.length - relevantGains.length,
  };
}

/** The places of the relevant documents of a ranking, counted from 1. */
export function hitRanks({ documents }: Ranking): number[] {
  return documents.flatMap((document, i) => (document.isRelevant ? [i + 1] : []));
}

/** Where the relevant documents were found. */
export function hitEvidence({ documents }: Ranking): Evidence[] {
  return documents.flatMap(({ index, isRelevant }, i) =>
    isRelevant ? [{ pointer: `/contexts/${index}`, note: `relevant, at rank ${i + 1}` }] : [],
  );
}

function byScore(a: ContextView, b: ContextView): number {
  const difference = (b.score ?? 0) - (a.score ?? 0);
  if (difference !== 0) return difference;
  const [nameOfA, nameOfB] = [a.id ?? a.text, b.id ?? b.text];
  if (nameOfA === nameOfB) return 0;
  return nameOfA < nameOfB ? 1 : -1;
}

interface Reference {
  identity: string;
  gain: number;
  id: string | undefined;
  text: string | undefined;
}

/** The reference contexts; the same one given twice counts once, with its highest gain. */
function indexReferences(given: readonly ReferenceContextView[]) {
  const byId = new Map<string, Reference>();
  const byText = new Map<string, Reference>();
  const references: Reference[] = [];
  for (const { id, text, gain } of given) {
    const earlier = id === undefined ? byText.get(text ?? '') : byId.get(id);
    if (earlier) {
      earlier.gain = Math.max(earlier.gain, gain);
      continue;
    }
    const reference = { identity: `reference ${references.length}`, gain, id, text };
    references.push(reference);
    if (id !== undefined) byId.set(id, reference);
    if (text !== undefined && !byText.has(text)) byText.set(text, reference);
  }

  function find({ id, text }: ContextView): Omit<RankedDocument, 'index' | 'isRelevant'> & {
    identity: string;
  } {
    const sameId = id === undefined ? undefined : byId.get(id);
    if (sameId) return { identity: sameId.identity, gain: sameId.gain, isJudged: true };
    const sameText = byText.get(text);
    const mayCompareText =
      id === undefined || sameText?.id === undefined || sameText.id === sameText.text;
    if (sameText && mayCompareText) {
      return { identity: sameText.identity, gain: sameText.gain, isJudged: true };
    }
    const identity = id === undefined ? `text ${text}` : `id ${id}`;
    return { identity, gain: 0, isJudged: false };
  }

  return { references, find };
}
