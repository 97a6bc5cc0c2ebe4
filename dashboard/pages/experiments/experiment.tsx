import type { Experiment, ExperimentReport } from '@assay/sdk';
import { useEffect } from 'preact/hooks';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { count, counted, usd } from '../../parts/numbers.ts';
import { RawJson } from '../../parts/raw-json.tsx';
import { useTitle } from '../../router/use-title.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { Matrix } from './matrix.tsx';
import { PairTable } from './pair-table.tsx';
import { VariantTable } from './variant-table.tsx';
import './experiment.css';

const LOOK_AGAIN_MS = 2_000;

/** An experiment: its variants with intervals, how they differ, and what each answered to each sample. */
export default function ExperimentPage({ parameters }: { parameters: Record<string, string> }) {
  const id = parameters.id ?? '';
  const { assay } = session();
  const { loaded, reload } = useLoaded(id, async (signal) => ({
    experiment: await assay.experiments.get(id, { signal }),
    report: await assay.experiments.report(id, { signal }),
  }));
  const { data, error } = loaded.value;
  useTitle(data?.experiment.name ?? id);
  const isRunning = data !== undefined && data.experiment.endedAt === null;
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setTimeout(reload, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isRunning, data]);
  return (
    <section class="page">
      <h1>
        <UntrustedText text={data?.experiment.name ?? id} />
      </h1>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data !== undefined && (
        <>
          <Head experiment={data.experiment} />
          <Choice report={data.report} />
          <VariantTable report={data.report} />
          {data.report.pairs.length > 0 && <PairTable report={data.report} />}
          <Matrix experiment={data.experiment} />
          {data.report.notes.length > 0 && (
            <ul class="muted">
              {data.report.notes.map((note) => (
                <li key={note}>
                  <UntrustedText text={note} />
                </li>
              ))}
            </ul>
          )}
          <RawJson title="Report as JSON" value={data.report} />
        </>
      )}
    </section>
  );
}

function Head({ experiment }: { experiment: Experiment }) {
  const { status, counts, costUsd, scoringCostUsd, repeats, batches } = experiment;
  const parts = [
    status,
    `${count(counts.generated)} of ${counted(counts.total, 'answer')}`,
    ...(counts.error > 0 ? [counted(counts.error, 'error')] : []),
    `${repeats} per sample and variant`,
    ...(costUsd === null ? [] : [usd(costUsd + scoringCostUsd)]),
  ];
  return (
    <p role="status">
      {parts.join(' · ')}
      {batches.map((batch, i) => (
        <>
          {' · '}
          <a key={batch} href={`/batches/${batch}`}>
            {batches.length === 1 ? 'scores' : `scores, part ${i + 1}`}
          </a>
        </>
      ))}
    </p>
  );
}

function Choice({ report: { chosen, requirements } }: { report: ExperimentReport }) {
  if (chosen === null && requirements.length === 0) return null;
  return (
    <section class="panel experiment-choice" aria-label="Choice">
      {chosen !== null && (
        <>
          <h2>
            Choice: <UntrustedText text={chosen.variant ?? 'none'} />
          </h2>
          <p>
            <UntrustedText text={chosen.reason} />{' '}
            <span class="muted">
              <UntrustedText text={chosen.rule} />
            </span>
          </p>
        </>
      )}
      {requirements.length > 0 && (
        <ul>
          {requirements.map(({ variant, scorer, statistic = 'mean', atLeast, outcome }, i) => (
            <li key={i}>
              {outcome}: <UntrustedText text={variant} />, {statistic} of{' '}
              <UntrustedText text={scorer ?? 'verdict'} /> at least {100 * atLeast}%
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
