import type { Page, StoredVerdict, Verdict } from '@assay/schema/types.ts';
import { VerdictFilter } from '@assay/schema/verdict-query.ts';
import {
  findVerdicts,
  getVerdict as get,
  deleteVerdict as remove,
} from '../../features/scoring/find-verdicts.ts';
import type { Operation } from './operation.ts';
import { readId, readQuery } from './read.ts';

export const listVerdicts: Operation<[filter: unknown], Page<Verdict>> = {
  name: 'verdicts.list',
  scope: 'read',
  run: async ({ principal }, services, filter) =>
    findVerdicts(principal.projectId, readQuery(VerdictFilter, filter), services),
};

export const getVerdict: Operation<[id: unknown], StoredVerdict> = {
  name: 'verdicts.get',
  scope: 'read',
  run: async ({ principal }, services, id) => get(principal.projectId, readId(id), services),
};

export const deleteVerdict: Operation<[id: unknown], null> = {
  name: 'verdicts.delete',
  scope: 'admin',
  async run({ principal }, services, id) {
    await remove(principal.projectId, readId(id), services);
    return null;
  },
};
