import { numberOf } from './command.ts';

export const LIMIT_OPTION = {
  limit: { value: 'COUNT', help: 'Maximum number of items. Defaults to 20.' },
} as const;

/** Items of one page, at most. */
const PAGE = 100;

/** @throws CliError for a limit that is none */
export function limitOf({ limit }: { limit?: string }): number {
  return numberOf(limit, 'limit', { min: 1, max: 100_000 }) ?? 20;
}

/** How many to ask for at a time. */
export function pageOf(limit: number): number {
  return Math.min(limit, PAGE);
}

/** The first of them; all when no limit is given. */
export async function collect<Item>(
  items: AsyncIterable<Item>,
  limit = Number.POSITIVE_INFINITY,
): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) {
    found.push(item);
    if (found.length >= limit) break;
  }
  return found;
}
