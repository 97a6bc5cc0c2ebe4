import { type ScorerMatches, ScorerSearch } from '@assay/schema/scorer-search.ts';
import type { CustomScorer, ScorerInfo } from '@assay/schema/types.ts';
import {
  getScorer as get,
  listScorers as list,
  searchScorers as search,
} from '../../features/scoring/find-scorers.ts';
import type { Operation } from './operation.ts';
import { readBody, readId } from './read.ts';

export const listScorers: Operation<[], { items: ScorerInfo[] }> = {
  name: 'scorers.list',
  scope: 'any',
  run: async (_, services) => ({ items: list(services) }),
};

export const searchScorers: Operation<[search: unknown], ScorerMatches> = {
  name: 'scorers.search',
  scope: 'any',
  run: async (_, services, given) => search(readBody(ScorerSearch, given), services),
};

export const getScorer: Operation<[id: unknown], ScorerInfo | CustomScorer> = {
  name: 'scorers.get',
  scope: 'any',
  run: async ({ principal }, services, id) => get(principal.projectId, readId(id), services),
};
