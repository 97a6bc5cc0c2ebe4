import type { ScorerMatches, ScorerSearch } from '@assay/schema/scorer-search.ts';
import type { CustomScorer, ScorerInfo } from '@assay/schema/types.ts';
import { findScorer, unknownName } from '@assay/scorers/find.ts';
import { lazyPattern } from '@assay/scorers/lazy-pattern.ts';
import { SEARCH_WORDS } from '@assay/scorers/search-words.ts';
import { withModels } from '@assay/scorers/with-models.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { JudgingModels } from '../judging/judging-context.ts';
import { type CatalogueNeeds, readCatalogue } from './catalogue.ts';
import { type FindCustomScorerNeeds, findCustomScorer } from './find-custom-scorer.ts';

export interface FindScorerNeeds extends FindCustomScorerNeeds, CatalogueNeeds {
  judging: JudgingModels;
}

/** Every built-in scorer, in reading order. */
export async function listScorers(services: FindScorerNeeds): Promise<ScorerInfo[]> {
  const scorers = await readCatalogue(services);
  return scorers.map((scorer) => withModels(scorer, services.judging.models.defaults));
}

/** A scorer by id or alias, or one of the project's own. @throws ApiProblem `scorer_not_found` */
export async function getScorer(
  projectId: string,
  id: string,
  services: FindScorerNeeds,
): Promise<ScorerInfo | CustomScorer> {
  const found = findScorer(id);
  if (found && !found.negated) {
    const built = (await readCatalogue(services)).find(({ id }) => id === found.scorer.id);
    if (built) return withModels(built, services.judging.models.defaults);
  }
  const own = await findCustomScorer(projectId, id, services);
  if (own) return own;
  if (found) {
    throw new ApiProblem('scorer_not_found', {
      detail: `"${id}" is the negation of "${found.scorer.id}". Get that scorer. Requests can use either name.`,
    });
  }
  const refusal = unknownName(id);
  throw new ApiProblem('scorer_not_found', {
    detail: `${refusal.charAt(0).toUpperCase()}${refusal.slice(1)}${/[.?]$/.test(refusal) ? '' : '.'} GET /v1/scorers lists all scorers.`,
  });
}

const BETWEEN_WORDS = lazyPattern(String.raw`[^\p{L}\p{N}]+`, 'u');

/** Built-in scorers that a name, words or a whole sentence may mean, best match first. */
export async function searchScorers(
  { query = '', kind }: ScorerSearch,
  services: FindScorerNeeds,
): Promise<ScorerMatches> {
  const words = query
    .toLowerCase()
    .split(BETWEEN_WORDS())
    .filter((word) => word !== '' && !COMMON.has(word));
  const named = findScorer(query)?.scorer.id;
  const isAll = words.length === 0 && named === undefined;
  const scorers = await readCatalogue(services);
  const ranked = scorers
    .filter((scorer) => kind === undefined || scorer.kind === kind)
    .map((scorer) => ({ scorer, rank: scorer.id === named ? EXACT : rankOf(scorer, words) }))
    .filter(({ rank }) => isAll || rank > 0)
    // Sorting keeps the reading order among equals.
    .sort((a, b) => b.rank - a.rank);
  return { items: ranked.map(({ scorer }) => inShort(scorer)) };
}

const EXACT = Number.POSITIVE_INFINITY;

// What a sentence has, and no scorer is told by.
const COMMON: ReadonlySet<string> = new Set(
  'a an and any are as at be by can check do does evaluate for from has have how i if in into is it its measure me my not of on or our score scorer scorers should something test than that the their this to use want was we what whether which who will with without you your'.split(
    ' ',
  ),
);

const synonymsOf: Readonly<Record<string, string | undefined>> = SEARCH_WORDS;

/** 0 when no word is there; more the more there are, and the closer to the name they stand. */
function rankOf(
  { id, aliases, group, kind, summary, source, needs }: ScorerInfo,
  sought: readonly string[],
): number {
  const names = aliases
    .map(({ name }) => name)
    .join(' ')
    .toLowerCase();
  const synonyms = synonymsOf[id] ?? '';
  const texts = [group, kind, summary, source, ...needs].join(' ').toLowerCase();
  let rank = 0;
  for (const word of sought) {
    if (id.includes(word)) rank += 3;
    else if (names.includes(word) || synonyms.includes(word)) rank += 2;
    else if (texts.includes(word)) rank += 1;
  }
  return rank;
}

function inShort({ id, aliases, kind, group, summary, needs, threshold }: ScorerInfo) {
  return { id, aliases: aliases.map(({ name }) => name), kind, group, summary, needs, threshold };
}
