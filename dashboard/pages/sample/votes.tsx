import type { Vote } from '@assay/sdk';
import { counted, decimal, duration, usd } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** What each judge answered. */
export function Votes({ votes }: { votes: readonly Vote[] }) {
  return (
    <details>
      <summary>
        {counted(votes.length, 'vote')} of {modelsOf(votes)}
      </summary>
      <ul class="votes">
        {votes.map((vote, i) => (
          <li key={`${i} ${vote.model}`}>
            <p>
              <strong>{vote.value === null ? 'no value' : decimal(vote.value)}</strong>{' '}
              <UntrustedText text={vote.modelVersion ?? vote.model} />
              {!vote.counted && <span class="muted"> (overruled)</span>}
            </p>
            <p>
              <UntrustedText
                text={vote.error ? `${vote.error.code}: ${vote.error.message}` : vote.reason}
              />
            </p>
            <p class="muted facts">
              <span>{vote.cached ? 'cached' : duration(vote.latencyMs)}</span>
              <span>{usd(vote.costUsd)}</span>
              <span>
                {vote.usage.inputTokens} + {vote.usage.outputTokens} tokens
              </span>
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}

function modelsOf(votes: readonly Vote[]): string {
  return [...new Set(votes.map(({ model }) => model))].join(', ');
}
