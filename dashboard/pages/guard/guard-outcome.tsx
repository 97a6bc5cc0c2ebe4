import type { GuardResult } from '@assay/sdk';
import { duration } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { Highlighted } from '../../text/highlighted.tsx';
import { UntrustedText } from '../../text/untrusted-text.tsx';

export interface Checked {
  /** What was sent. */
  text: string;
  result: GuardResult;
}

const KINDS = { allow: 'passed', flag: 'warning', redact: 'abstained', block: 'failed' } as const;

/** What the guard decided, by what, and what may go on. */
export function GuardOutcome({ checked: { text, result } }: { checked: Checked }) {
  const { action, decidedBy, findings, notRun, latencyMs, policy } = result;
  return (
    <>
      <p>
        <Outcome kind={KINDS[action]}>{action}</Outcome>
        {decidedBy !== null && (
          <>
            , decided by <UntrustedText text={decidedBy} />
          </>
        )}
        <span class="muted">
          {' '}
          {policy.name}@{policy.version}, {duration(latencyMs)}
        </span>
      </p>
      <Highlighted
        text={text}
        marks={findings.map(({ start, end }, id) => ({ start, end, id }))}
        describe={(id) => describe(findings[id])}
      />
      <ul>
        {findings.map((finding, i) => (
          <li key={i}>
            <strong>{finding.action}</strong> <UntrustedText text={describe(finding)} />
          </li>
        ))}
        {notRun.map(({ scorer, reason, action: then }) => (
          <li key={scorer}>
            <Outcome kind="error">not run</Outcome>{' '}
            <UntrustedText text={`${scorer}: ${reason} The policy says ${then}.`} />
          </li>
        ))}
      </ul>
      {action === 'redact' && typeof result.text === 'string' && (
        <>
          <h2>What may go on</h2>
          <Highlighted text={result.text} marks={[]} describe={() => ''} />
        </>
      )}
    </>
  );
}

function describe(finding: GuardResult['findings'][number] | undefined): string {
  if (finding === undefined) return '';
  const { kind, scorer, certainty, note } = finding;
  return `${kind} by ${scorer}, certainty ${certainty.toFixed(2)}${note === undefined ? '' : `: ${note}`}`;
}
