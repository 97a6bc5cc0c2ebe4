import type { JudgeModel } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { count, percent, usd } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import './judges.css';

/** The models that were asked, by the version that they reported: cost, cache hits, errors. */
export default function Judges() {
  const { assay } = session();
  const { loaded, reload } = useLoaded('judges', (signal) => assay.project.judges({ signal }));
  const { data, error } = loaded.value;
  return (
    <section class="page">
      <h1>Judges</h1>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data?.items.length === 0 && (
        <p class="muted">
          No model was asked in the last weeks. <a href="/docs/">Configure a judge</a> to use
          scorers that ask one.
        </p>
      )}
      {data !== undefined && data.items.length > 0 && <Table models={data.items} />}
    </section>
  );
}

function Table({ models }: { models: readonly JudgeModel[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="panel judges" tabIndex={0} aria-label="Models, by version">
      <table>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Version</th>
            <th scope="col">Seen</th>
            <th scope="col">Calls</th>
            <th scope="col">From the cache</th>
            <th scope="col">Errors</th>
            <th scope="col">Cost</th>
            <th scope="col">Calls a day</th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <Row key={`${model.model} ${model.version}`} model={model} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({
  model: { model, version, firstDay, lastDay, calls, cached, errors, costUsd, days },
}: {
  model: JudgeModel;
}) {
  const asked = calls + cached;
  return (
    <tr>
      <th scope="row">
        <UntrustedText text={model} />
      </th>
      <td>
        {version === null ? <span class="muted">unnamed</span> : <UntrustedText text={version} />}
      </td>
      <td>{firstDay === lastDay ? firstDay : `${firstDay} – ${lastDay}`}</td>
      <td class="end">{count(calls)}</td>
      <td class="end">{asked === 0 ? '–' : percent(cached / asked)}</td>
      <td class="end">{errors === 0 ? '0' : <Outcome kind="error">{count(errors)}</Outcome>}</td>
      <td class="end">{usd(costUsd)}</td>
      <td>
        <Bars days={days} />
      </td>
    </tr>
  );
}

const [WIDTH, HEIGHT] = [6, 24];

/** Calls by day, as bars; the title says them in numbers. */
function Bars({ days }: { days: JudgeModel['days'] }) {
  const most = Math.max(1, ...days.map(({ calls }) => calls));
  const spoken = days.map(({ day, calls }) => `${day}: ${calls}`).join(', ');
  return (
    <svg width={days.length * WIDTH} height={HEIGHT} role="img" aria-label={spoken}>
      <title>{spoken}</title>
      {days.map(({ day, calls }, i) => {
        const height = calls === 0 ? 0 : Math.max(2, (calls / most) * HEIGHT);
        return (
          <rect
            key={day}
            x={i * WIDTH}
            y={HEIGHT - height}
            width={WIDTH - 1}
            height={height}
            fill="currentColor"
          />
        );
      })}
    </svg>
  );
}
