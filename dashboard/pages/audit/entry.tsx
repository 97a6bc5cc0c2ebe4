import type { AuditEntry } from '@assay/sdk';
import { Fragment } from 'preact';
import { changesBetween } from '../../data/state-changes.ts';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { RawJson } from '../../parts/raw-json.tsx';
import { StateChanges } from '../../parts/state-changes.tsx';
import { useTitle } from '../../router/use-title.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { AuditOutcome } from './audit-outcome.tsx';

/** One entry of the audit log, with what differs between the states before and after. */
export default function EntryPage({ parameters }: { parameters: Record<string, string> }) {
  const { assay } = session();
  const id = parameters.id ?? '';
  useTitle('Audit entry');
  const { loaded, reload } = useLoaded(id, (signal) => assay.audit.get(id, { signal }));
  const { data, error } = loaded.value;
  return (
    <section class="page">
      {data === undefined && <h1>Audit entry</h1>}
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data !== undefined && <Shown entry={data} />}
    </section>
  );
}

function Shown({ entry }: { entry: AuditEntry }) {
  const { id, at, actor, operation, subject, kind, outcome, code, requestId } = entry;
  const facts: [string, string | null][] = [
    ['Who', actor.name === null ? actor.id : `${actor.name} (${actor.id})`],
    [kind === 'read' ? 'In the hour from' : 'When', at],
    ['Subject', subject],
    ['Code', code],
    ['Request', requestId],
    ['Entry', id],
  ];
  return (
    <>
      <h1>
        <UntrustedText text={operation} /> <AuditOutcome outcome={outcome} />
      </h1>
      <dl class="fact-list">
        {facts.map(([title, text]) =>
          text === null ? null : (
            <Fragment key={title}>
              <dt>{title}</dt>
              <dd>
                <UntrustedText text={text} />
              </dd>
            </Fragment>
          ),
        )}
      </dl>
      {kind === 'change' && <Changes entry={entry} />}
      <RawJson title="Entry as JSON" value={entry} />
    </>
  );
}

function Changes({ entry: { before, after, outcome } }: { entry: AuditEntry }) {
  if (outcome === 'refused') return <p class="muted">Nothing was changed.</p>;
  if (outcome !== 'succeeded') return <p class="muted">What was changed is not known.</p>;
  const changes = changesBetween(before, after);
  if (changes.length === 0) return <p class="muted">The recorded states are equal.</p>;
  return <StateChanges changes={changes} />;
}
