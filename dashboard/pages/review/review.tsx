import { useEffect, useMemo } from 'preact/hooks';
import { Failure } from '../../parts/failure.tsx';
import type { Page } from '../../router/route.ts';
import { useTitle } from '../../router/use-title.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { SampleFields } from '../sample/sample-fields.tsx';
import { AnswerPanel } from './answer-panel.tsx';
import { choicesOf } from './choices.ts';
import { paceOf } from './pace.ts';
import { SpanMarker } from './span-marker.tsx';
import { createReview, type Review } from './use-review.ts';
import '../sample/sample.css';
import './review.css';

/** Reviews a queue by keyboard. */
const ReviewPage: Page = ({ parameters }) => {
  const name = parameters.queue ?? '';
  useTitle(`Review ${name}`);
  const review = useMemo(() => createReview(name), [name]);
  useEffect(() => void review.start(), [review]);
  useKeys(review);
  const { queue, task, progress, error, notice, isBusy, suggestion } = review;
  const findings = (suggestion.value?.evidence ?? []).map((evidence, id) => ({
    ...{ id, evidence, score: suggestion.value?.scorer ?? '' },
  }));
  const { dispute, spans, isMarking } = review;
  const disputed = dispute.value;
  const shown = disputed ?? task.value;
  const marked = spans.value.map((evidence, i) => ({
    ...{ id: findings.length + i, evidence, score: 'you' },
  }));
  return (
    <section class="page review">
      <header class="review-head">
        <h1>{name}</h1>
        {progress.value && (
          <>
            <progress
              aria-label="Items reviewed"
              max={Math.max(1, progress.value.submitted + progress.value.left)}
              value={progress.value.submitted}
            />
            <p class="muted">{paceOf(progress.value)}</p>
          </>
        )}
      </header>
      <p class="review-notice" role="status">
        {notice.value}
      </p>
      {error.value !== undefined && (
        <Failure error={error.value} onRetry={() => void review.next()} />
      )}
      {queue.value === undefined && !isBusy.value && error.value === undefined && (
        <p>
          This key does not open the queue. <a href="/reviews">Your queues</a>
        </p>
      )}
      {shown === null && <Finished waiting={progress.value?.disputed ?? 0} />}
      {shown && queue.value && (
        <div class="review-columns">
          <div class="sample-texts" key={shown.item}>
            {shown.sample === null ? (
              <p class="panel field muted">The sample is not kept any more.</p>
            ) : (
              <>
                {isMarking.value && typeof shown.sample.output === 'string' && (
                  <SpanMarker
                    text={shown.sample.output}
                    onMark={review.mark}
                    onLeave={() => (isMarking.value = false)}
                  />
                )}
                <SampleFields sample={shown.sample} findings={[...findings, ...marked]} />
              </>
            )}
          </div>
          <AnswerPanel
            review={review}
            queue={queue.value}
            item={shown.item}
            isFinal={disputed === undefined && task.value?.status === 'submitted'}
          />
        </div>
      )}
    </section>
  );
};

export default ReviewPage;

function Finished({ waiting }: { waiting: number }) {
  return (
    <div class="panel review-finished">
      <p>There is nothing left for you here now.</p>
      <p class="muted">
        Items that others hold may come back: reload the page later. <kbd>u</kbd> goes back to the
        last one.
      </p>
      {waiting > 0 && (
        <p>
          Reviewers differ on {waiting} items: <kbd>d</kbd> to decide.
        </p>
      )}
    </div>
  );
}

/** The keys of the page; `?` lists them. */
function useKeys(review: Review): void {
  const { queue } = review;
  const question = queue.value?.question;
  const shortcuts = useMemo(
    () => [
      ...(question ? choicesOf(question) : []).map(({ key, name, value }) => ({
        ...{ key, does: `Answer: ${name}` },
        run: () => review.choose(value),
      })),
      { key: 's', does: 'Skip the item', run: () => void review.skip() },
      { key: 'u', does: 'Undo: go back to the item before', run: () => void review.undo() },
      { key: 'n', does: 'Go on to the next item', run: () => void review.next() },
      {
        key: 'c',
        does: 'Write a comment; Esc leaves it, Ctrl + Enter submits',
        run: () => document.getElementById('review-comment')?.focus(),
      },
      { key: 'm', does: 'Mark a passage of the output', run: () => review.startMarking() },
      {
        key: 'd',
        does: 'Decide where reviewers differ, or go back to reviewing',
        run: () => void review.decide(),
      },
      { key: 'r', does: 'Show the judge’s answer, after yours', run: () => void review.reveal() },
    ],
    [question, review],
  );
  useShortcuts(shortcuts);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isSubmission(event)) return;
      event.preventDefault();
      const item = review.dispute.peek()?.item ?? review.task.peek()?.item;
      void review.submit().then(() => {
        if ((review.dispute.peek()?.item ?? review.task.peek()?.item) === item) return;
        // The next keys are for the next item, not for the comment of this one.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        window.scrollTo(0, 0);
      });
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [review]);
}

/** Enter submits, except where it does something of its own; with Ctrl it does everywhere. */
function isSubmission({ key, ctrlKey, metaKey, target, isComposing }: KeyboardEvent): boolean {
  if (key !== 'Enter' || isComposing || document.querySelector('dialog[open]') !== null) {
    return false;
  }
  if (ctrlKey || metaKey) return true;
  const own = 'a, button:not(.choice), summary, input, select, textarea';
  return !(target instanceof Element && target.closest(own) !== null);
}
