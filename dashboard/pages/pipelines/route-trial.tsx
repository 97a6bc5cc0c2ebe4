import type { JsonObject, PipelineRouteResult } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { Failure } from '../../parts/failure.tsx';
import { RawJson } from '../../parts/raw-json.tsx';
import { useAction } from '../../parts/use-action.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** A request whose route is shown; no target is asked. */
export function RouteTrial({ name }: { name: string }) {
  const chosen = useSignal<PipelineRouteResult | undefined>(undefined);
  const { isBusy, error, run } = useAction();
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const content = String(form.get('message') ?? '');
    const metadata = pairsIn(String(form.get('metadata') ?? ''));
    const body: JsonObject = { messages: [{ role: 'user', content }], metadata };
    const headers = pairsIn(String(form.get('headers') ?? '').toLowerCase());
    void run(async () => {
      chosen.value = await session().assay.pipelines.route(name, { body, headers });
    });
  };
  return (
    <div class="route-trial">
      <form class="panel route-form" onSubmit={submit}>
        <label>
          Message
          <textarea name="message" rows={3} required placeholder="Where is my order?" />
        </label>
        <label>
          Metadata, one <code>key=value</code> a line
          <textarea name="metadata" rows={2} placeholder="tier=gold" />
        </label>
        <label>
          Headers, one <code>key=value</code> a line
          <textarea name="headers" rows={2} placeholder="x-team=search" />
        </label>
        <div>
          <button type="submit" class="button primary" disabled={isBusy}>
            {isBusy ? 'Routing …' : 'Show the route'}
          </button>
        </div>
        {error !== undefined && <Failure error={error} />}
      </form>
      <div role="status" class="route-outcome">
        {chosen.value !== undefined && <Outcome result={chosen.value} />}
      </div>
    </div>
  );
}

function pairsIn(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/^([^=\n]+)=(.*)$/gm)];
  return Object.fromEntries(pairs.map(([, key = '', value = '']) => [key.trim(), value.trim()]));
}

const SIGNS = { true: 'matches', false: 'does not match', null: 'could not be evaluated' };

function Outcome({ result }: { result: PipelineRouteResult }) {
  const { rule, strategy, targets, considered } = result;
  return (
    <div class="panel route-form">
      <h2>{rule === null ? 'No rule: otherwise' : <UntrustedText text={`Rule ${rule}`} />}</h2>
      <ol>
        {targets.map(({ name, model }) => (
          <li key={name}>
            <UntrustedText text={name} />{' '}
            <span class="muted">
              <UntrustedText text={model} />
            </span>
          </li>
        ))}
      </ol>
      <span class="muted">{strategy}</span>
      <ul>
        {considered.map(({ rule: name, isMatch, because }) => (
          <li key={name}>
            <strong>
              <UntrustedText text={name} />
            </strong>{' '}
            {SIGNS[`${isMatch}`]}: <UntrustedText text={because} />
          </li>
        ))}
      </ul>
      <RawJson title="Result as JSON" value={result} />
    </div>
  );
}
