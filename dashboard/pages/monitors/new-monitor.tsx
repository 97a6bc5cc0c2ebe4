import type { MonitorThreshold } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { Failure } from '../../parts/failure.tsx';
import { useNames } from '../../parts/names-of-project.ts';
import { useAction } from '../../parts/use-action.ts';
import { navigate } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { ThresholdRows } from './threshold-rows.tsx';

/** A form for a monitor of the scores of a rule, a suite or a tag, with thresholds. */
export function NewMonitor() {
  const thresholds = useSignal<readonly MonitorThreshold[]>([]);
  const { isBusy, error, run } = useAction();
  const { assay } = session();
  const { rules, suites } = useNames(['rules', 'suites']);
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const [rule, suite, tag, scorer] = [text('rule'), text('suite'), text('tag'), text('scorer')];
    void run(async () => {
      const { name } = await assay.monitors.create({
        name: text('name'),
        where: {
          ...(rule !== '' && { rule }),
          ...(suite !== '' && { suite }),
          ...(tag !== '' && { tags: [tag] }),
        },
        ...(scorer === '' ? { measure: 'passed' } : { scorer }),
        baseline: { first: Number(text('first')) },
        ...(thresholds.peek().length > 0 && { thresholds: [...thresholds.peek()] }),
      });
      navigate(pathTo('monitors', name));
    });
  };
  return (
    <form class="panel monitor-form" aria-labelledby="new-monitor" onSubmit={submit}>
      <h2 id="new-monitor">New monitor</h2>
      <div class="monitor-fields">
        <label>
          Name
          <input name="name" required pattern="[a-z0-9][a-z0-9._\-]{0,63}" placeholder="answers" />
        </label>
        <Choice name="rule" title="Rule of live traces" of={rules} />
        <Choice name="suite" title="Suite" of={suites} />
        <label>
          Tag
          <input name="tag" maxLength={128} placeholder="any" />
        </label>
        <label>
          Score
          <input name="scorer" maxLength={128} placeholder="whether the verdict passes" />
        </label>
        <label>
          Values that the baseline is learned from
          <input name="first" type="number" required min={10} max={100_000} defaultValue="200" />
        </label>
      </div>
      <ThresholdRows
        thresholds={thresholds.value}
        onChange={(changed) => {
          thresholds.value = changed;
        }}
      />
      <div>
        <button type="submit" class="button primary" disabled={isBusy}>
          {isBusy ? 'Saving …' : 'Create the monitor'}
        </button>
      </div>
      {error !== undefined && <Failure error={error} />}
    </form>
  );
}

interface ChoiceProps {
  name: string;
  title: string;
  of: readonly string[];
}

function Choice({ name, title, of }: ChoiceProps) {
  return (
    <label>
      {title}
      <select name={name}>
        <option value="">any</option>
        {of.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}
