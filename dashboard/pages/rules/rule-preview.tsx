import type { TraceRulePreview, TraceRuleVersionInput } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { endSessionIfRefused } from '../../data/use-loaded.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** Who writes is not asked for every key. */
const PAUSE_MS = 500;

type State =
  | { preview: TraceRulePreview; fault?: never }
  | { preview?: never; fault: string }
  | undefined;

/** What a rule would have scored in the last hour. */
export function RulePreview({ rule }: { rule: TraceRuleVersionInput }) {
  const state = useSignal<State>(undefined);
  const text = JSON.stringify(rule);
  useEffect(() => {
    const aborter = new AbortController();
    const { signal } = aborter;
    const timer = setTimeout(() => {
      session()
        .assay.rules.preview(rule, { signal })
        .then(
          (preview) => {
            if (!signal.aborted) state.value = { preview };
          },
          (cause: unknown) => {
            if (signal.aborted) return;
            endSessionIfRefused(cause);
            state.value = { fault: cause instanceof Error ? cause.message : 'It failed.' };
          },
        );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [text]);
  if (state.value === undefined) return <p class="muted">Looking at the last hour …</p>;
  const { preview, fault } = state.value;
  if (preview === undefined) {
    return (
      <p>
        <UntrustedText text={fault} />
      </p>
    );
  }
  return (
    <>
      <p>
        It would have scored about <strong>{preview.estimate}</strong> in the last hour, of{' '}
        {preview.seen} spans.
      </p>
      {preview.examples.length > 0 && (
        <ul class="rule-examples" aria-label="Spans that match">
          {preview.examples.map(({ spanId, name }) => (
            <li key={spanId}>
              <UntrustedText text={name} /> <code class="muted">{spanId}</code>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
