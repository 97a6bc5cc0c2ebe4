import type { ScorerMatches, ScorerSearch } from '@assay/schema/scorer-search.ts';
import type { CustomScorer, ScorerInfo } from '@assay/schema/types.ts';
import { describeScorer, describeScorers } from '@assay/scorers/catalogue.ts';
import { findScorer, unknownName } from '@assay/scorers/find.ts';
import { ApiProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { findCustomScorer } from './custom-scorers.ts';

/** Every built-in scorer, in reading order. */
export function listScorers({ judging }: Services): ScorerInfo[] {
  return describeScorers(judging.models.defaults);
}

/** A scorer by id or alias, or one of the project's own. @throws ApiProblem `scorer_not_found` */
export async function getScorer(
  projectId: string,
  id: string,
  services: Services,
): Promise<ScorerInfo | CustomScorer> {
  const found = findScorer(id);
  if (found && !found.negated) {
    return describeScorer(found.scorer, services.judging.models.defaults);
  }
  const own = await findCustomScorer(projectId, id, services);
  if (own) return own;
  if (found) {
    throw new ApiProblem('scorer_not_found', {
      detail: `"${id}" is "${found.scorer.id}" negated: look that one up. Requests may name either.`,
    });
  }
  const refusal = unknownName(id);
  throw new ApiProblem('scorer_not_found', {
    detail: `${refusal.charAt(0).toUpperCase()}${refusal.slice(1)}${/[.?]$/.test(refusal) ? '' : '.'} GET /v1/scorers lists all.`,
  });
}

/** Built-in scorers that have every word of the query somewhere, best match first. */
export function searchScorers(
  { query = '', kind }: ScorerSearch,
  services: Services,
): ScorerMatches {
  const words = query
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const ranked = listScorers(services)
    .filter((scorer) => kind === undefined || scorer.kind === kind)
    .map((scorer) => ({ scorer, rank: rankOf(scorer, words) }))
    .filter(({ rank }) => rank > 0)
    // Sorting keeps the reading order among equals.
    .sort((a, b) => b.rank - a.rank);
  return { items: ranked.map(({ scorer }) => inShort(scorer)) };
}

/** 0 when a word is nowhere; more the closer to the name the words stand. */
function rankOf(
  { id, aliases, group, kind, summary, source, needs }: ScorerInfo,
  words: string[],
): number {
  const names = [id, ...aliases.map(({ name }) => name)].join(' ').toLowerCase();
  const texts = [group, kind, summary, source, ...needs].join(' ').toLowerCase();
  let rank = 1;
  for (const word of words) {
    if (names.includes(word)) rank += id.includes(word) ? 3 : 2;
    else if (texts.includes(word)) rank += 1;
    else return 0;
  }
  return rank;
}

function inShort({ id, aliases, kind, group, summary, needs, threshold }: ScorerInfo) {
  return { id, aliases: aliases.map(({ name }) => name), kind, group, summary, needs, threshold };
}
