import type { ProbeEstimate } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { navigate, query } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { KINDS } from './kinds.ts';
import { probeInputOf } from './probe-input.ts';
import { ProbePreview } from './probe-preview.tsx';
import './probe.css';

/** A form that shows what a probe would change and cost, and starts it. */
export default function NewProbe() {
  const { isBusy, error, run } = useAction();
  const estimate = useSignal<ProbeEstimate | undefined>(undefined);
  const kind = useSignal<string>(query.value.get('kind') ?? 'consistency');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { currentTarget: form, submitter } = event;
    if (!(form instanceof HTMLFormElement)) return;
    const isEstimate = submitter instanceof HTMLButtonElement && submitter.value === 'estimate';
    void run(async () => {
      const input = probeInputOf(new FormData(form));
      const { probes } = session().assay;
      estimate.value = undefined;
      if (isEstimate) estimate.value = await probes.estimate(input);
      else navigate(pathTo('probes', (await probes.create(input)).id));
    });
  };
  const isDrift = kind.value === 'drift';
  return (
    <section class="page">
      <h1>New probe</h1>
      <form class="panel probe-form" onSubmit={submit}>
        <label>
          What is varied
          <select
            name="kind"
            value={kind.value}
            onChange={({ currentTarget }) => (kind.value = currentTarget.value)}
          >
            {KINDS.map(([name, varied]) => (
              <option key={name} value={name}>
                {name}: {varied}
              </option>
            ))}
          </select>
        </label>
        <label>
          Name
          <input name="name" autocomplete="off" />
        </label>
        {isDrift && (
          <label>
            Id of the earlier probe
            <input name="since" placeholder="exp_…" autocomplete="off" required />
          </label>
        )}
        <label>
          Target
          <input
            name="target"
            placeholder="provider/model, binding/NAME, a pipeline, or https://…"
            autocomplete="off"
            required={!isDrift}
          />
        </label>
        <label>
          Prompt, in which {'{{input}}'} is the question
          <textarea name="prompt" placeholder="Answer in one word: {{input}}" />
        </label>
        {!isDrift && (
          <>
            <label>
              Samples: a question a line, or JSON such as {'{"input":"…","expected":"…"}'}
              <textarea name="samples" />
            </label>
            <label>
              Data set instead of samples
              <input name="dataset" placeholder="name or name@3" autocomplete="off" />
            </label>
            <label>
              Scorers
              <input name="scorers" placeholder="contains, json-valid" autocomplete="off" />
            </label>
            <label>
              Suite
              <input name="suite" placeholder="name or name@3" autocomplete="off" />
            </label>
          </>
        )}
        <div class="probe-numbers">
          <label>
            Repeats
            <input name="repeats" type="number" min="1" max="100" />
          </label>
          <label>
            Seed
            <input name="seed" type="number" min="0" />
          </label>
          <label>
            Most to spend, US dollars
            <input name="maxCostUsd" type="number" min="0.000001" step="any" />
          </label>
        </div>
        <label>
          More fields as JSON
          <textarea name="more" placeholder={'{"phrasing":{"paraphrases":2}}'} />
        </label>
        <p class="probe-links">
          <button type="submit" class="button" value="estimate" disabled={isBusy}>
            Show changes and cost
          </button>
          <button type="submit" class="button primary" value="start" disabled={isBusy}>
            {isBusy ? 'Asking …' : 'Start probe'}
          </button>
        </p>
      </form>
      {error !== undefined && <Failure error={error} />}
      {estimate.value !== undefined && <ProbePreview estimate={estimate.value} />}
    </section>
  );
}
