import type { Sample, Score } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { findingsOf } from './findings.ts';
import { PromptPanel, type ScorersOf } from './prompt-panel.tsx';
import { SampleFields } from './sample-fields.tsx';
import { ScoreCard } from './score-card.tsx';
import './sample.css';

interface JudgedSampleProps {
  sample: Sample;
  scores: readonly Score[];
  /** Finds the settings of the scorers, for the prompts of judges. */
  scorersOf: ScorersOf;
  /** Shown below the texts. */
  belowTexts?: ComponentChildren;
  /** Shown below the scores. */
  belowScores?: ComponentChildren;
}

/** A sample beside its scores: choosing a score marks its evidence alone. */
export function JudgedSample({
  sample,
  scores,
  scorersOf,
  belowTexts,
  belowScores,
}: JudgedSampleProps) {
  const chosen = useSignal<string | undefined>(undefined);
  const all = useMemo(() => findingsOf(scores), [scores]);
  const findings =
    chosen.value === undefined ? all : all.filter(({ score }) => score === chosen.value);
  return (
    <div class="sample-columns">
      <div class="sample-texts">
        <SampleFields sample={sample} findings={findings} />
        {belowTexts}
      </div>
      <aside class="sample-scores" aria-label="Scores">
        <ul>
          {scores.map((score) => (
            <ScoreCard
              key={score.name}
              score={score}
              prompt={
                score.kind === 'judge' && (
                  <PromptPanel name={score.name} sample={sample} scorersOf={scorersOf} />
                )
              }
              isChosen={chosen.value === score.name}
              onChoose={() => {
                chosen.value = chosen.value === score.name ? undefined : score.name;
              }}
            />
          ))}
        </ul>
        {belowScores}
      </aside>
    </div>
  );
}
