import type { AuditFilter } from '@assay/sdk';

/** The texts to filter by, as they are called in the query of the address. */
export const FILTER_TEXTS = ['actor', 'operation', 'subject'] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The filter that the query of the address asks for; days are those of UTC, both included. */
export function filterOf(query: URLSearchParams): AuditFilter {
  const kind = query.get('kind');
  const [from, to] = [dayOf(query, 'from'), dayOf(query, 'to')];
  const texts = FILTER_TEXTS.flatMap((name) => {
    const text = query.get(name);
    return text ? [[name, text]] : [];
  });
  return {
    ...(kind === 'change' || kind === 'read' ? { kind } : {}),
    ...Object.fromEntries(texts),
    ...(from !== undefined && { from: from.toISOString() }),
    ...(to !== undefined && { to: new Date(to.getTime() + DAY_MS).toISOString() }),
  };
}

const DAY_MS = 86_400_000;

/** Undefined where the query has no such day. */
function dayOf(query: URLSearchParams, name: string): Date | undefined {
  const text = query.get(name) ?? '';
  const day = new Date(DAY.test(text) ? text : Number.NaN);
  return Number.isNaN(day.getTime()) ? undefined : day;
}
