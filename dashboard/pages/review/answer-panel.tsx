import type { AssignedQueue } from '@assay/sdk';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { choicesOf, nameOf } from './choices.ts';
import { DisputeNote } from './dispute-note.tsx';
import type { Review } from './use-review.ts';

interface AnswerPanelProps {
  review: Review;
  queue: AssignedQueue;
  item: number;
  /** Whether the answer was submitted before. */
  isFinal: boolean;
}

/** The question, its answers with their keys, the comment and what the judge says. */
export function AnswerPanel({ review, queue, item, isFinal }: AnswerPanelProps) {
  const { question } = queue;
  const dispute = review.dispute.value;
  return (
    <aside class="panel review-answer" aria-label="Your answer">
      <h2>
        <UntrustedText text={question.text} />
      </h2>
      {question.guidelines !== '' && (
        <details>
          <summary>Guidelines</summary>
          <p class="review-guidelines">
            <UntrustedText text={question.guidelines} />
          </p>
        </details>
      )}
      {dispute && <DisputeNote dispute={dispute} queue={queue} />}
      <Answers review={review} queue={queue} />
      <Passages review={review} />
      {question.comment !== 'none' && (
        <label class="review-comment">
          <span>
            Comment{question.comment === 'required' && ' (required)'} <kbd>c</kbd>
          </span>
          <textarea
            id="review-comment"
            rows={3}
            value={review.comment.value}
            onInput={(event) => (review.comment.value = event.currentTarget.value)}
            onBlur={() => review.keep()}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur();
            }}
          />
        </label>
      )}
      <div class="review-actions">
        <button type="button" class="button primary" onClick={() => void review.submit()}>
          {isFinal ? 'Change answer' : 'Submit'} <kbd>Enter</kbd>
        </button>
        {isFinal ? (
          <button type="button" class="button" onClick={() => void review.next()}>
            Go on <kbd>n</kbd>
          </button>
        ) : (
          <button type="button" class="button" onClick={() => void review.skip()}>
            Skip <kbd>s</kbd>
          </button>
        )}
        <button type="button" class="button" onClick={() => void review.undo()}>
          Undo <kbd>u</kbd>
        </button>
      </div>
      <p class="muted">
        Item {item}
        {dispute && ' · to decide'}
        {isFinal && ' · submitted'}
        {queue.blind && !dispute && !review.suggestion.value && ' · the judge’s answer is hidden'}
      </p>
      <SuggestionNote review={review} queue={queue} />
    </aside>
  );
}

function Answers({ review, queue }: Pick<AnswerPanelProps, 'review' | 'queue'>) {
  const choices = choicesOf(queue.question);
  if (choices.length === 0) {
    const { value } = review;
    return (
      <label class="review-comment">
        <span>Answer</span>
        <textarea
          rows={5}
          value={typeof value.value === 'string' ? value.value : ''}
          onInput={(event) => review.choose(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      </label>
    );
  }
  return (
    <ul class="choices">
      {choices.map(({ key, name, hint, value }) => (
        <li key={key}>
          <button
            type="button"
            class="choice"
            aria-pressed={review.value.value === value}
            onClick={() => review.choose(value)}
          >
            <kbd>{key}</kbd>
            <span>
              <UntrustedText text={name} />
              {hint !== '' && (
                <span class="choice-hint">
                  <UntrustedText text={hint} />
                </span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The passages that the answer is about. */
function Passages({ review }: Pick<AnswerPanelProps, 'review'>) {
  const { spans, dispute, task } = review;
  const output = (dispute.value ?? task.value)?.sample?.output;
  return (
    <div class="review-passages">
      <button type="button" class="button" onClick={() => review.startMarking()}>
        Mark a passage <kbd>m</kbd>
      </button>
      {spans.value.length > 0 && typeof output === 'string' && (
        <ul aria-label="Marked passages">
          {spans.value.map(({ start, end }, i) => (
            <li key={`${start} ${end}`}>
              <UntrustedText text={shortened(output.slice(start, end))} />{' '}
              <button type="button" class="link-button" onClick={() => review.unmark(i)}>
                Remove
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const SHOWN = 80;

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function SuggestionNote({ review, queue }: Pick<AnswerPanelProps, 'review' | 'queue'>) {
  const suggestion = review.suggestion.value;
  if (suggestion === null) return null;
  const { scorer, value, reason } = suggestion;
  return (
    <div class="review-suggestion">
      <p>
        {scorer} says{' '}
        <strong>
          {value === null ? 'nothing' : <UntrustedText text={nameOf(value, queue.question)} />}
        </strong>
      </p>
      <p>
        <UntrustedText text={reason} />
      </p>
    </div>
  );
}
