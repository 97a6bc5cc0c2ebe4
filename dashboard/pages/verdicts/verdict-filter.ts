import type { VerdictFilter } from '@assay/sdk';

/** What the fields of the filter are called in the query of the address. */
export const FILTER_FIELDS = ['outcome', 'failed', 'errored', 'scorer', 'tag', 'metadata'] as const;

export type FilterField = (typeof FILTER_FIELDS)[number];

const OUTCOMES: Record<string, boolean | null> = { passed: true, failed: false, undecided: null };

/** The filter that the query of the address asks for. */
export function filterOf(query: URLSearchParams): VerdictFilter {
  const text = (name: FilterField) => query.get(name) || undefined;
  const outcome = OUTCOMES[text('outcome') ?? ''];
  const [failed, errored, scorer] = [text('failed'), text('errored'), text('scorer')];
  const [tag, metadata] = [
    query.getAll('tag').filter(Boolean),
    query.getAll('metadata').filter(Boolean),
  ];
  return {
    ...(outcome !== undefined && { passed: outcome }),
    ...(failed !== undefined && { failed }),
    ...(errored !== undefined && { errored }),
    ...(scorer !== undefined && { scorer }),
    ...(tag.length > 0 && { tag }),
    ...(metadata.length > 0 && { metadata }),
  };
}
