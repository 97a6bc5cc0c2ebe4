import type { Probe, ProbeReport, ProbeSkipped } from '@assay/sdk';
import { useEffect } from 'preact/hooks';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { count, counted, usd } from '../../parts/numbers.ts';
import { RawJson } from '../../parts/raw-json.tsx';
import { pathTo } from '../../router/match.ts';
import { useTitle } from '../../router/use-title.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { Consistency } from './consistency.tsx';
import { Curve } from './curve.tsx';
import { Differences } from './differences.tsx';
import { Drift } from './drift.tsx';
import { ProbeOutcome } from './outcome-of.tsx';
import { Sensitivity } from './sensitivity.tsx';
import { Shown } from './shown.tsx';
import { Table } from './table.tsx';
import { Variants } from './variants.tsx';
import './probe.css';

const LOOK_AGAIN_MS = 2_000;

/** What a probe found: the line to act on first, then what it rests on. */
export default function ProbePage({ parameters }: { parameters: Record<string, string> }) {
  const id = parameters.id ?? '';
  const { assay } = session();
  const { loaded, reload } = useLoaded(id, async (signal) => ({
    probe: await assay.probes.get(id, { signal }),
    report: await assay.probes.report(id, {}, { signal }),
  }));
  const { data, error } = loaded.value;
  const name = data?.probe.name ?? id;
  useTitle(name);
  const isRunning = data !== undefined && data.probe.endedAt === null;
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setTimeout(reload, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isRunning, data]);
  return (
    <section class="page">
      <h1>
        <UntrustedText text={name} />
      </h1>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data !== undefined && (
        <>
          <Head probe={data.probe} />
          <Report report={data.report} />
          <RawJson title="Report as JSON" value={data.report} />
        </>
      )}
    </section>
  );
}

function Head({ probe }: { probe: Probe }) {
  const { id, kind, status, counts, costUsd, scoringCostUsd, target, seed, createdAt } = probe;
  const parts = [
    `${kind} probe`,
    status,
    `${count(counts.generated)} of ${counted(counts.total, 'answer')}`,
    ...(counts.error > 0 ? [counted(counts.error, 'error')] : []),
    `seed ${seed}`,
    ...(costUsd === null ? [] : [usd(costUsd + scoringCostUsd)]),
  ];
  return (
    <p role="status">
      {parts.join(' · ')} ·{' '}
      <UntrustedText text={typeof target === 'string' ? target : target.url} />
      {' · '}
      <Moment at={createdAt} />
      {' · '}
      <a href={pathTo('experiments', id)}>answers</a>
    </p>
  );
}

function Report({ report }: { report: ProbeReport }) {
  const { outcome, line, consistency, sensitivity, curves, drift, differences } = report;
  return (
    <>
      <section class="panel probe-line" aria-label="What to do">
        <h2>
          <ProbeOutcome outcome={outcome} />
        </h2>
        <p>
          <UntrustedText text={line} />
        </p>
      </section>
      {consistency !== null && <Consistency found={consistency} />}
      {drift !== null && <Drift drift={drift} />}
      {curves.map((curve) => (
        <Curve key={curve.length} curve={curve} />
      ))}
      {drift === null && differences.length > 0 && <Differences differences={differences} />}
      {sensitivity !== null && <Sensitivity found={sensitivity} />}
      <Shown shown={report.shown} />
      <Variants report={report} />
      <Skipped skipped={report.skipped} />
      {report.notes.length > 0 && (
        <ul class="muted">
          {report.notes.map((note) => (
            <li key={note}>
              <UntrustedText text={note} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Skipped({ skipped }: { skipped: readonly ProbeSkipped[] }) {
  if (skipped.length === 0) return null;
  return (
    <Table
      title="Skipped"
      columns={['Variant', 'Samples', 'Because']}
      rows={skipped.map(({ variant, samples, reason }) => [
        <UntrustedText key="variant" text={variant} />,
        count(samples),
        <UntrustedText key="reason" text={reason} />,
      ])}
    />
  );
}
