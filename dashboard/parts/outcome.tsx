import './outcome.css';

type Kind = 'passed' | 'failed' | 'error' | 'abstained' | 'pending' | 'undecided';

const SIGNS: Record<Kind, string> = {
  passed: '✓',
  failed: '✗',
  error: '!',
  abstained: '–',
  pending: '…',
  undecided: '?',
};

/** An outcome in words, with a sign and a colour: none of them alone. */
export function Outcome({ kind, children }: { kind: Kind; children?: string | undefined }) {
  return (
    <span class={`outcome ${kind}`}>
      <span aria-hidden="true">{SIGNS[kind]}</span> {children ?? kind}
    </span>
  );
}
