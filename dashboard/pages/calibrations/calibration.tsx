import type { Calibration } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { count, counted, percent } from '../../parts/numbers.ts';
import { pathTo } from '../../router/match.ts';
import { useTitle } from '../../router/use-title.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { Report } from './calibration-report.tsx';
import { judgeName } from './judge-name.ts';
import './calibration.css';

/** One calibration: what is known of a judge against people. */
export default function CalibrationPage({ parameters }: { parameters: Record<string, string> }) {
  const id = parameters.id ?? '';
  useTitle('Calibration');
  const { assay } = session();
  const { loaded, reload } = useLoaded(id, (signal) => assay.calibrations.get(id, { signal }));
  const { data, error } = loaded.value;
  return (
    <section class="page">
      {error !== undefined && (
        <>
          <h1>Calibration</h1>
          <Failure error={error} onRetry={reload} />
        </>
      )}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data !== undefined && <Shown calibration={data} onReload={reload} />}
    </section>
  );
}

function Shown({ calibration, onReload }: { calibration: Calibration; onReload(): void }) {
  const { name, judges, n, dataset, batch, progress, status, report, agreement } = calibration;
  return (
    <>
      <h1>
        <UntrustedText text={name} />
      </h1>
      <p class="calibration-answer">
        {agreement === null
          ? 'How far this judge agrees with people is not known.'
          : `Agrees with people on ${percent(agreement.value)} of samples, 95% interval ${percent(agreement.low)} to ${percent(agreement.high)}.`}
      </p>
      <p class="muted">
        {counted(n, 'label')}
        {dataset !== null && (
          <>
            {' '}
            of <UntrustedText text={dataset} />
          </>
        )}
        {judges.length > 0 && (
          <>
            , judged by <UntrustedText text={judges.map(judgeName).join(', ')} />
          </>
        )}
        , <a href={pathTo('batches', batch)}>scored here</a>
      </p>
      {status === 'running' && (
        <p role="status">
          {count(progress.done)} of {count(progress.total)} scored.{' '}
          <button type="button" class="button" onClick={onReload}>
            Refresh
          </button>
        </p>
      )}
      {calibration.error !== null && (
        <div class="failure" role="alert">
          <p>
            <code>{calibration.error.code}</code> <UntrustedText text={calibration.error.message} />
          </p>
        </div>
      )}
      {report !== null && <Report report={report} batch={batch} />}
    </>
  );
}
