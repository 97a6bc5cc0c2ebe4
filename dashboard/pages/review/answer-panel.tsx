import type { AssignedQueue, ReviewTask } from '@assay/sdk';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { choicesOf, nameOf } from './choices.ts';
import type { Review } from './use-review.ts';

interface AnswerPanelProps {
  review: Review;
  queue: AssignedQueue;
  task: ReviewTask;
}

/** The question, its answers with their keys, the comment and what the judge says. */
export function AnswerPanel({ review, queue, task }: AnswerPanelProps) {
  const { question } = queue;
  const isFinal = task.status === 'submitted';
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
      <Answers review={review} queue={queue} />
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
        Item {task.item}
        {isFinal && ' · submitted'}
        {queue.blind && !review.suggestion.value && ' · the judge’s answer is hidden'}
      </p>
      <SuggestionNote review={review} queue={queue} />
    </aside>
  );
}

function Answers({ review, queue }: Omit<AnswerPanelProps, 'task'>) {
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

function SuggestionNote({ review, queue }: Omit<AnswerPanelProps, 'task'>) {
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
