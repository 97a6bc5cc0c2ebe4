import type { Suite } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useTitle } from '../../router/use-title.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { changesOf, type ScorerChange } from './changes.ts';
import './suite.css';

/** A suite, version by version, with what each changed. */
export default function SuitePage({ parameters }: { parameters: Record<string, string> }) {
  const name = parameters.name ?? '';
  useTitle(name);
  const { assay } = session();
  const { loaded, reload } = useLoaded(name, (signal) => assay.suites.versions(name, { signal }));
  const { data, error } = loaded.value;
  const versions = data?.items ?? [];
  return (
    <section class="page">
      <h1>
        <UntrustedText text={name} />
      </h1>
      {versions[0] !== undefined && (
        <p>
          <UntrustedText text={versions[0].description} />
        </p>
      )}
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {versions.map((suite, i) => (
        <Version key={suite.version} suite={suite} before={versions[i + 1]} />
      ))}
    </section>
  );
}

interface VersionProps {
  suite: Suite;
  before: Suite | undefined;
}

function Version({ suite, before }: VersionProps) {
  const { version, fingerprint, createdAt } = suite;
  return (
    <section class="panel suite-version" aria-labelledby={`version-${version}`}>
      <h2 id={`version-${version}`}>
        Version {version}{' '}
        <span class="muted">
          <Moment at={createdAt} />
        </span>
      </h2>
      <code class="muted">{fingerprint}</code>
      <ul>
        {changesOf(suite, before).map((change) => (
          <Change key={change.name} change={change} isFirst={before === undefined} />
        ))}
      </ul>
    </section>
  );
}

const SIGNS = { added: '+', removed: '−', changed: '~', same: '' };

function Change({ change, isFirst }: { change: ScorerChange; isFirst: boolean }) {
  const { name, before, after } = change;
  const kind = isFirst ? 'same' : change.kind;
  return (
    <li class={`suite-change ${kind}`}>
      <strong>
        {SIGNS[kind]} <UntrustedText text={name} />
      </strong>
      {kind !== 'same' && <span class="visually-hidden"> {kind}</span>}{' '}
      {kind === 'changed' && (
        <del>
          <UntrustedText text={before ?? ''} />
        </del>
      )}{' '}
      <code>
        <UntrustedText text={after ?? before ?? ''} />
      </code>
    </li>
  );
}
