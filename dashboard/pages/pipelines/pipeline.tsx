import type { Pipeline } from '@assay/sdk';
import { changesBetween } from '../../data/state-changes.ts';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { RawJson } from '../../parts/raw-json.tsx';
import { StateChanges } from '../../parts/state-changes.tsx';
import { useTitle } from '../../router/use-title.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { comparable } from './comparable.ts';
import { RouteTrial } from './route-trial.tsx';
import { StepDrawing } from './step-drawing.tsx';
import './pipeline.css';

/** A pipeline: its steps, a request to try its route on, and what each version changed. */
export default function PipelinePage({ parameters }: { parameters: Record<string, string> }) {
  const name = parameters.name ?? '';
  useTitle(name);
  const { assay } = session();
  const { loaded, reload } = useLoaded(name, (signal) =>
    assay.pipelines.versions(name, { signal }),
  );
  const { data, error } = loaded.value;
  const versions = data?.items ?? [];
  const [newest] = versions;
  return (
    <section class="page">
      <h1>
        <UntrustedText text={name} />
      </h1>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {newest !== undefined && (
        <>
          <p>
            <UntrustedText text={newest.description} />
          </p>
          <StepDrawing pipeline={newest} />
          {may('score') && <RouteTrial name={name} />}
        </>
      )}
      {versions.map((pipeline, i) => (
        <Version key={pipeline.version} pipeline={pipeline} before={versions[i + 1]} />
      ))}
    </section>
  );
}

interface VersionProps {
  pipeline: Pipeline;
  before: Pipeline | undefined;
}

function Version({ pipeline, before }: VersionProps) {
  const { version, fingerprint, createdAt } = pipeline;
  return (
    <section class="panel pipeline-version" aria-labelledby={`version-${version}`}>
      <h2 id={`version-${version}`}>
        Version {version}{' '}
        <span class="muted">
          <Moment at={createdAt} />
        </span>
      </h2>
      <code class="muted">{fingerprint}</code>
      {before !== undefined && (
        <StateChanges
          label={`What version ${version} changed`}
          changes={changesBetween(comparable(before), comparable(pipeline))}
        />
      )}
      <RawJson title={`Version ${version} as JSON`} value={pipeline} />
    </section>
  );
}
