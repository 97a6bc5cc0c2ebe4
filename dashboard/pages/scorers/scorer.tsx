import type { CustomScorer, ScorerExample, ScorerInfo } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { decimal } from '../../parts/numbers.ts';
import { RawJson } from '../../parts/raw-json.tsx';
import { useTitle } from '../../router/use-title.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { SampleFields } from '../sample/sample-fields.tsx';
import '../sample/sample.css';
import './scorers.css';

/** One scorer: what it measures, its parameters, examples or versions. */
export default function ScorerPage({ parameters }: { parameters: Record<string, string> }) {
  const id = parameters.id ?? '';
  useTitle(id);
  const { assay } = session();
  const { loaded, reload } = useLoaded(id, (signal) => assay.scorers.get(id, { signal }));
  const { data, error } = loaded.value;
  if (error === undefined && data === undefined) return <p class="loading">Loading …</p>;
  return (
    <section class="page">
      <div class="scorer-head">
        <h1>
          <UntrustedText text={id} />
        </h1>
        {may('score') && (
          <a class="button" href={`/playground?scorer=${encodeURIComponent(id)}`}>
            Try it
          </a>
        )}
      </div>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data !== undefined && ('group' in data ? <BuiltIn info={data} /> : <Own scorer={data} />)}
    </section>
  );
}

interface Parameter {
  description?: string;
  default?: unknown;
  type?: string;
}

function BuiltIn({ info }: { info: ScorerInfo }) {
  const { summary, source, kind, group, version, threshold, needs, aliases, params, examples } =
    info;
  const parameters: [string, Parameter][] = Object.entries(params.properties ?? {});
  return (
    <>
      <p>{summary}</p>
      <dl class="fact-list">
        <dt>Group</dt>
        <dd>{group}</dd>
        <dt>Computed by</dt>
        <dd>{kind === 'code' ? 'code in the Worker' : kind}</dd>
        <dt>Version</dt>
        <dd>{version}</dd>
        <dt>Needs</dt>
        <dd>{needs.length === 0 ? 'nothing beside the output' : needs.join(', ')}</dd>
        <dt>Threshold</dt>
        <dd>{threshold === null ? 'none' : decimal(threshold)}</dd>
        <dt>Source</dt>
        <dd>{source}</dd>
        {aliases.length > 0 && (
          <>
            <dt>Other names</dt>
            <dd>{aliases.map(({ name }) => name).join(', ')}</dd>
          </>
        )}
      </dl>
      {parameters.length > 0 && (
        <>
          <h2>Parameters</h2>
          <dl class="fact-list">
            {parameters.map(([name, { description, default: otherwise }]) => (
              <>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  {description}
                  {otherwise !== undefined && (
                    <span class="muted"> Default: {JSON.stringify(otherwise)}</span>
                  )}
                </dd>
              </>
            ))}
          </dl>
        </>
      )}
      {examples.length > 0 && <h2>Examples</h2>}
      {examples.map((example) => (
        <Example key={example.title} example={example} />
      ))}
    </>
  );
}

function Example({ example: { title, sample, params, value } }: { example: ScorerExample }) {
  return (
    <section class="panel scorer-example">
      <h2>
        {title} <span class="muted">value {decimal(value)}</span>
      </h2>
      <SampleFields sample={sample} findings={[]} />
      {params !== undefined && <code>{JSON.stringify(params)}</code>}
    </section>
  );
}

function Own({ scorer }: { scorer: CustomScorer }) {
  const { assay } = session();
  const { name, description } = scorer;
  const { loaded, reload } = useLoaded(name, (signal) => assay.scorers.versions(name, { signal }));
  const { data, error } = loaded.value;
  return (
    <>
      <p>
        <UntrustedText text={description} />
      </p>
      <h2>Versions</h2>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      <ul class="catalogue">
        {(data?.items ?? [scorer]).map((version) => (
          <li key={version.version} class="panel scorer-example">
            <h3>
              {name}@{version.version}{' '}
              <span class="muted">
                {version.base}, <Moment at={version.createdAt} />
              </span>
            </h3>
            <code class="muted">{version.fingerprint}</code>
            <RawJson title="Parameters" value={version.params} />
          </li>
        ))}
      </ul>
    </>
  );
}
