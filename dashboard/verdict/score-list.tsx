import type { Evidence, Score, Vote } from '@assay/sdk';
import { decimal, duration, usd } from '../parts/numbers.ts';
import { UntrustedText } from '../text/untrusted-text.tsx';
import { ScoreOutcome } from './score-outcome.tsx';
import './verdict.css';

/** Scores with their reasons, evidence and votes. */
export function ScoreList({ scores }: { scores: readonly Score[] }) {
  return (
    <ul class="score-list">
      {scores.map((score) => (
        <li key={score.name} class="panel score">
          <OneScore score={score} />
        </li>
      ))}
    </ul>
  );
}

function OneScore({ score }: { score: Score }) {
  const { name, value, threshold, reason, evidence, votes = [], children = [] } = score;
  const isRenamed = name !== score.scorer;
  return (
    <>
      <header class="score-header">
        <h3>
          <UntrustedText text={name} />
          {isRenamed && (
            <span class="muted">
              {' '}
              <UntrustedText text={score.scorer} />
            </span>
          )}
        </h3>
        <span class="score-value">{value === null ? '–' : decimal(value)}</span>
        {threshold !== null && <span class="muted">of {decimal(threshold)}</span>}
        <ScoreOutcome score={score} />
      </header>
      <p>
        <UntrustedText text={score.status === 'error' ? score.error.message : reason} />
      </p>
      {score.status === 'error' && (
        <p class="muted">
          Code <code>{score.error.code}</code>
          {score.error.retryable ? ', can be tried again' : ''}
        </p>
      )}
      <EvidenceList evidence={evidence} />
      {votes.length > 0 && <Votes votes={votes} />}
      {children.length > 0 && <ScoreList scores={children} />}
      <p class="score-facts muted">
        version {score.version} · {score.kind} · {duration(score.latencyMs)}
        {score.costUsd > 0 && ` · ${usd(score.costUsd)}`}
        {score.cached && ' · cached'}
      </p>
    </>
  );
}

const SHOWN_EVIDENCE = 20;

function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return null;
  const rest = evidence.length - SHOWN_EVIDENCE;
  return (
    <ul class="evidence">
      {evidence.slice(0, SHOWN_EVIDENCE).map((each, i) => (
        <li key={i}>
          {each.kind !== undefined && <strong>{each.kind} </strong>}
          {each.text !== undefined && <q class="untrusted">{<UntrustedText text={each.text} />}</q>}
          {each.note !== undefined && (
            <span>
              {' '}
              <UntrustedText text={each.note} />
            </span>
          )}
          {each.pointer !== undefined && <code class="muted"> {each.pointer}</code>}
        </li>
      ))}
      {rest > 0 && <li class="muted">and {rest} more, highlighted in the text</li>}
    </ul>
  );
}

function Votes({ votes }: { votes: readonly Vote[] }) {
  return (
    <details>
      <summary>
        {votes.length} {votes.length === 1 ? 'answer' : 'answers'} of judges
      </summary>
      <ul class="votes">
        {votes.map((vote, i) => (
          <li key={i}>
            <strong>{vote.value === null ? '–' : decimal(vote.value)}</strong>{' '}
            <UntrustedText text={vote.error?.message ?? vote.reason} />
            <span class="muted">
              {' '}
              <UntrustedText text={vote.model} />
              {vote.modelVersion !== null && (
                <>
                  {' '}
                  <UntrustedText text={`(${vote.modelVersion})`} />
                </>
              )}
              {vote.counted ? '' : ', not counted'}
              {vote.cached ? ', cached' : ''}, {usd(vote.costUsd)}, {duration(vote.latencyMs)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
