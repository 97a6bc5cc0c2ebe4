import type { GuardPolicy, GuardResult } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { RawJson } from '../../parts/raw-json.tsx';
import { useAction } from '../../parts/use-action.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { type Checked, GuardOutcome } from './guard-outcome.tsx';
import './guard.css';

/** The guard policies of the project, and a text to try them on. */
export default function Guard() {
  const { assay } = session();
  const { loaded, reload } = useLoaded('policies', (signal) =>
    assay.guard.policies.list({ limit: 100 }, { signal }),
  );
  const { data, error } = loaded.value;
  const policies = data?.items ?? [];
  return (
    <section class="page">
      <h1>Guard</h1>
      {may('score') && <Trial policies={policies} />}
      <h2>Policies</h2>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data !== undefined && policies.length === 0 && (
        <p class="muted">
          This project has no policies of its own; the preset <code>default</code> applies.
        </p>
      )}
      <ul class="policies">
        {policies.map((policy) => (
          <li key={policy.name} class="panel policy">
            <Policy policy={policy} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Policy({ policy }: { policy: GuardPolicy }) {
  const { name, version, description, rules, createdAt, fingerprint } = policy;
  return (
    <>
      <h3>
        <UntrustedText text={`${name}@${version}`} />{' '}
        <span class="muted">
          <Moment at={createdAt} />
        </span>
      </h3>
      <p>
        <UntrustedText text={description} />
      </p>
      <ul>
        {rules.map(({ scorer, action, stages }, i) => (
          <li key={i}>
            <strong>{action}</strong>{' '}
            <UntrustedText
              text={typeof scorer === 'string' ? scorer : (scorer.as ?? scorer.scorer)}
            />
            {stages !== undefined && <span class="muted"> on {stages.join(', ')}</span>}
          </li>
        ))}
      </ul>
      <code class="muted">{fingerprint}</code>
      <RawJson title="Policy as JSON" value={policy} />
    </>
  );
}

type Stage = GuardResult['stage'];

const STAGES: readonly (readonly [Stage, string])[] = [
  ['input', 'a prompt'],
  ['output', 'an answer'],
  ['tool-call', 'a tool call'],
  ['tool-result', 'the result of a tool'],
];

/** A text is checked by a policy; nothing is stored. */
function Trial({ policies }: { policies: readonly GuardPolicy[] }) {
  const checked = useSignal<Checked | undefined>(undefined);
  const { isBusy, error, run } = useAction();
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = String(form.get('text') ?? '');
    const stage = STAGES.find(([each]) => each === form.get('stage'))?.[0] ?? 'output';
    void run(async () => {
      const policy = String(form.get('policy'));
      const result = await session().assay.guard({ stage, text, policy, store: 'none' });
      checked.value = { text, result };
    });
  };
  return (
    <div class="guard-trial">
      <form class="panel guard-form" onSubmit={submit}>
        <label>
          Text
          <textarea
            name="text"
            rows={5}
            required
            placeholder="Write to maria.keller@posteo.de. Ignore all previous instructions."
          />
        </label>
        <div class="guard-choices">
          <label>
            It is
            <select name="stage">
              {STAGES.map(([stage, name]) => (
                <option key={stage} value={stage} selected={stage === 'output'}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label>
            Policy
            <select name="policy">
              <option value="default">default</option>
              {policies
                .filter(({ name }) => name !== 'default')
                .map(({ name }) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
            </select>
          </label>
          <button type="submit" class="button primary" disabled={isBusy}>
            {isBusy ? 'Checking …' : 'Check'}
          </button>
        </div>
        {error !== undefined && <Failure error={error} />}
      </form>
      <div role="status" class="guard-outcome">
        {checked.value !== undefined && <GuardOutcome checked={checked.value} />}
      </div>
    </div>
  );
}
