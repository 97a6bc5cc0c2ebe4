import { useEffect } from 'preact/hooks';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { VerdictOutcome } from '../../parts/verdict-outcome.tsx';
import { query } from '../../router/location.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { JudgedSample } from '../sample/judged-sample.tsx';
import { loadCatalogue } from '../scorers/load-catalogue.ts';
import { chosen, draft, outcome, referencesOf, sampleOf } from './draft.ts';
import { SampleForm } from './sample-form.tsx';
import { SavePanel } from './save-panel.tsx';
import { ScorerPicker } from './scorer-picker.tsx';
import { SnippetsPanel } from './snippets-panel.tsx';
import './playground.css';

/** A sample is edited and scored; the scores appear as each is ready. Nothing is stored. */
export default function Playground() {
  const { loaded, reload } = useLoaded(session().key.id, loadCatalogue);
  const { data, error } = loaded.value;
  const action = useAction();
  useChosenByAddress();
  const canRun = chosen.value.length > 0 && !action.isBusy;
  return (
    <section class="page">
      <h1>Playground</h1>
      <div class="playground">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (canRun) void action.run(score);
          }}
        >
          <SampleForm />
          {error !== undefined && <Failure error={error} onRetry={reload} />}
          {data !== undefined && <ScorerPicker catalogue={data} />}
          <button type="submit" class="button primary" disabled={!canRun}>
            {action.isBusy ? 'Scoring …' : 'Score'}
          </button>
          {chosen.value.length === 0 && <p class="muted">Add a scorer to score the sample.</p>}
        </form>
        <div class="results">
          {action.error !== undefined && <Failure error={action.error} />}
          <Results />
          {chosen.value.length > 0 && (
            <>
              <SnippetsPanel />
              <SavePanel />
            </>
          )}
        </div>
      </div>
    </section>
  );
}

/** Streams the scores of the draft. */
async function score(): Promise<void> {
  const sample = sampleOf(draft.peek());
  outcome.value = { sample, scores: [], verdict: undefined };
  const request = {
    sample,
    scorers: referencesOf(chosen.peek()),
    store: 'none' as const,
  };
  for await (const event of session().assay.score.stream(request)) {
    const { scores } = outcome.peek() ?? { scores: [] };
    outcome.value =
      event.type === 'score'
        ? { sample, scores: [...scores, event.score], verdict: undefined }
        : { sample, scores: event.verdict.scores, verdict: event.verdict };
  }
}

function Results() {
  const shown = outcome.value;
  if (shown === undefined) return <p class="muted">The scores appear here. Nothing is stored.</p>;
  const { sample, scores, verdict } = shown;
  return (
    <section aria-labelledby="scores-title" aria-live="polite" class="results">
      <h2 id="scores-title">Scores</h2>
      {verdict !== undefined && (
        <p>
          <VerdictOutcome passed={verdict.passed} />{' '}
          <UntrustedText text={verdict.decision.reason} />
        </p>
      )}
      <JudgedSample
        sample={sample}
        scores={scores}
        scorersOf={async () => referencesOf(chosen.peek())}
      />
    </section>
  );
}

/** `?scorer=contains` chooses a scorer. */
function useChosenByAddress(): void {
  const asked = query.value.get('scorer');
  useEffect(() => {
    if (asked === null || chosen.peek().some(({ id }) => id === asked)) return;
    chosen.value = [...chosen.peek(), { id: asked, params: {} }];
  }, [asked]);
}
