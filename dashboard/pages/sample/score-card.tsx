import type { Evidence, Score } from '@assay/sdk';
import type { ComponentChildren } from 'preact';
import { counted, decimal, usd } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { Votes } from './votes.tsx';

interface ScoreCardProps {
  score: Score;
  /** What its judge was asked. */
  prompt?: ComponentChildren;
  isChosen: boolean;
  onChoose(): void;
}

/** Evidence beyond this is marked in the texts, and counted here. */
const MOST_LISTED = 5;

/** A score with its reason, its evidence, and the votes of its judges. */
export function ScoreCard({ score, prompt, isChosen, onChoose }: ScoreCardProps) {
  const { name, scorer, version, reason, evidence, threshold, votes, warnings, children } = score;
  const listed = evidence.slice(0, MOST_LISTED);
  return (
    <li class={`panel score-card ${isChosen ? 'is-chosen' : ''}`}>
      <div class="score-head">
        <h3>
          <button
            type="button"
            class="link-button"
            aria-pressed={isChosen}
            title="Mark the evidence of this score alone"
            onClick={onChoose}
          >
            <UntrustedText text={name} />
          </button>
        </h3>
        <ScoreOutcome score={score} />
      </div>
      <p class="muted facts">
        <span>
          {scorer}@{version}
        </span>
        {threshold !== null && <span>passes from {decimal(threshold)}</span>}
        {score.required && <span>required</span>}
        {score.negated && <span>negated</span>}
        {score.weight !== 1 && <span>weight {score.weight}</span>}
        {score.costUsd > 0 && <span>{usd(score.costUsd)}</span>}
        {typeof score.confidence === 'number' && (
          <span>confidence {decimal(score.confidence)}</span>
        )}
        {typeof score.agreement === 'number' && <span>agreement {decimal(score.agreement)}</span>}
      </p>
      {reason !== '' && (
        <p>
          <UntrustedText text={reason} />
        </p>
      )}
      {score.status === 'error' && (
        <p class="worse">
          <code>{score.error.code}</code> <UntrustedText text={score.error.message} />
        </p>
      )}
      {warnings?.map((warning) => (
        <p key={warning} class="warning">
          <UntrustedText text={warning} />
        </p>
      ))}
      {listed.length > 0 && (
        <ul class="evidence">
          {listed.map((each) => (
            <li key={JSON.stringify(each)}>
              <EvidenceText evidence={each} />
            </li>
          ))}
          {evidence.length > listed.length && (
            <li class="muted">and {evidence.length - listed.length} more, marked in the texts</li>
          )}
        </ul>
      )}
      {votes && votes.length > 0 && <Votes votes={votes} />}
      {prompt}
      {children && children.length > 0 && (
        <details>
          <summary>{counted(children.length, 'part')}</summary>
          <ul class="score-parts">
            {children.map((child) => (
              <li key={child.name}>
                <UntrustedText text={child.name} /> <ScoreOutcome score={child} />
                <p class="muted">
                  <UntrustedText text={child.reason} />
                </p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function ScoreOutcome({ score }: { score: Score }) {
  if (score.status !== 'scored') {
    return (
      <Outcome kind={score.status === 'error' ? 'error' : 'abstained'}>{score.status}</Outcome>
    );
  }
  const kind = score.passed === null ? undefined : score.passed ? 'passed' : 'failed';
  return (
    <span class="score-value">
      {kind && <Outcome kind={kind} />} <strong>{decimal(score.value)}</strong>
    </span>
  );
}

function EvidenceText({ evidence: { kind, text, note, pointer } }: { evidence: Evidence }) {
  return (
    <>
      {kind !== undefined && <strong>{kind} </strong>}
      {text !== undefined && (
        <q>
          <UntrustedText text={text} />
        </q>
      )}{' '}
      {note !== undefined && <UntrustedText text={note} />}{' '}
      {pointer !== undefined && <code class="muted">{pointer}</code>}
    </>
  );
}
