import { diffWordsWithSpace } from 'diff';
import { Pieces } from './untrusted-text.tsx';

interface WordDiffProps {
  before: string;
  after: string;
}

/** Beyond this, finding the words that differ would hold up the page. */
const LONGEST = 50_000;
const MOST_MS = 500;

/** Two texts as one: words that only the first has, that only the second has, and the others. */
export default function WordDiff({ before, after }: WordDiffProps) {
  const isShort = before.length + after.length <= LONGEST;
  const parts = isShort ? diffWordsWithSpace(before, after, { timeout: MOST_MS }) : undefined;
  if (parts === undefined) {
    return <p class="muted">These texts are too long, or too different, to mark what changed.</p>;
  }
  return (
    <bdi class="untrusted text-block" dir="auto">
      {parts.map(({ added, removed, value }, i) => {
        const key = `${i} ${value.length}`;
        if (added) {
          return (
            <ins key={key}>
              <Pieces text={value} />
            </ins>
          );
        }
        if (removed) {
          return (
            <del key={key}>
              <Pieces text={value} />
            </del>
          );
        }
        return <Pieces key={key} text={value} />;
      })}
    </bdi>
  );
}
