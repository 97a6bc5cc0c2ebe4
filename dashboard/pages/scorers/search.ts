import type { CustomScorer, ScorerInfo } from '@assay/sdk';

/** A scorer of the catalogue, or one of the project's own. */
export interface Entry {
  id: string;
  kind: string;
  group: string;
  summary: string;
  needs: readonly string[];
  /** What a search looks in, lower case. */
  words: string;
}

/** The catalogue and the project's own scorers as one list. */
export function entriesOf(builtIn: readonly ScorerInfo[], own: readonly CustomScorer[]): Entry[] {
  return [
    ...own.map(({ name, base, description }) =>
      entry({ id: name, kind: base, group: 'custom', summary: description, needs: [] }, []),
    ),
    ...builtIn.map(({ id, kind, group, summary, needs, aliases }) =>
      entry(
        { id, kind, group, summary, needs },
        aliases.map(({ name }) => name),
      ),
    ),
  ];
}

function entry(shown: Omit<Entry, 'words'>, aliases: readonly string[]): Entry {
  const { id, kind, group, summary, needs } = shown;
  return {
    ...shown,
    words: [id, kind, group, summary, ...needs, ...aliases].join(' ').toLowerCase(),
  };
}

/** The scorers that have every word of a search, those with it in their id first. */
export function search(entries: readonly Entry[], text: string): Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter((each) => words.every((word) => each.words.includes(word)));
  if (words.length === 0) return found;
  const isNamed = ({ id }: Entry) => words.some((word) => id.includes(word));
  return [...found.filter(isNamed), ...found.filter((each) => !isNamed(each))];
}
