import './outcome.css';

const SIGNS = {
  passed: '✓',
  failed: '✗',
  error: '!',
  abstained: '–',
  pending: '…',
  undecided: '?',
  warning: '▲',
  info: 'i',
};
type Kind = keyof typeof SIGNS;

/** An outcome in words, with a sign and a colour: none of them alone. */
export function Outcome({ kind, children }: { kind: Kind; children?: string | undefined }) {
  return (
    <span class={`outcome ${kind}`}>
      <span aria-hidden="true">{SIGNS[kind]}</span> {children ?? kind}
    </span>
  );
}
