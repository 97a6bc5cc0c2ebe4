import type { ScorerReference, StoredVerdict } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { decimal, duration, usd } from '../../parts/numbers.ts';
import { RawJson } from '../../parts/raw-json.tsx';
import { VerdictOutcome } from '../../parts/verdict-outcome.tsx';
import { useTitle } from '../../router/use-title.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { JudgedSample } from '../sample/judged-sample.tsx';
import { LineagePanel } from './lineage-panel.tsx';
import { ReceiptPanel } from './receipt-panel.tsx';
import { ReplayButton } from './replay-button.tsx';
import './verdicts.css';

/** One stored verdict: the sample with the evidence in its texts, the scores, and how they came about. */
export default function VerdictPage({ parameters }: { parameters: Record<string, string> }) {
  const { assay } = session();
  const id = parameters.id ?? '';
  useTitle('Verdict');
  const { loaded, reload } = useLoaded(id, (signal) => assay.verdicts.get(id, { signal }));
  const { data, error } = loaded.value;
  if (error !== undefined) {
    return (
      <section class="page">
        <h1>Verdict</h1>
        <Failure error={error} onRetry={reload} />
      </section>
    );
  }
  if (data === undefined) return <p class="loading">Loading …</p>;
  return <Shown verdict={data} />;
}

function Shown({ verdict }: { verdict: StoredVerdict }) {
  const { id, passed, value, decision, scores, sample } = verdict;
  return (
    <section class="page sample">
      <div class="page-head">
        <h1>
          <VerdictOutcome passed={passed} /> {value === null ? '' : decimal(value)}
        </h1>
        {may('score') && <ReplayButton key={id} id={id} />}
      </div>
      <p>
        <UntrustedText text={decision.reason} />
      </p>
      <Facts verdict={verdict} />
      <JudgedSample sample={sample} scores={scores} scorersOf={() => scorersOfVerdict(id)} />
      <LineagePanel id={id} />
      <ReceiptPanel id={id} />
      <RawJson title="Verdict as JSON" value={verdict} />
    </section>
  );
}

function Facts({ verdict }: { verdict: StoredVerdict }) {
  const { id, createdAt, lineage, tags, metadata, costUsd, latencyMs } = verdict;
  const keys = Object.entries(metadata);
  return (
    <dl class="fact-list">
      <dt>Id</dt>
      <dd>
        <code>{id}</code>
      </dd>
      <dt>Created</dt>
      <dd>
        <Moment at={createdAt} />, {duration(latencyMs)}, {usd(costUsd)}
      </dd>
      {lineage.suite !== null && (
        <>
          <dt>Suite</dt>
          <dd>
            <UntrustedText text={`${lineage.suite.name}@${lineage.suite.version}`} />
          </dd>
        </>
      )}
      {tags.length > 0 && (
        <>
          <dt>Tags</dt>
          <dd>
            <UntrustedText text={tags.join(', ')} />
          </dd>
        </>
      )}
      {keys.length > 0 && (
        <>
          <dt>Metadata</dt>
          <dd>
            <UntrustedText text={keys.map(([key, each]) => `${key}: ${each}`).join(', ')} />
          </dd>
        </>
      )}
    </dl>
  );
}

/** The settings that a verdict was scored with, as far as they were kept. */
async function scorersOfVerdict(id: string): Promise<ScorerReference[]> {
  const { scores } = await session().assay.verdicts.lineage(id);
  return scores.flatMap(({ name, definition }) =>
    definition === null ? [] : [{ ...definition.settings, as: name } as ScorerReference],
  );
}
