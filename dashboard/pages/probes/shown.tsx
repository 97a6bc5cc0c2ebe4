import type { ProbeEdit, ProbeShown, ProbeShownAnswer } from '@assay/sdk';
import { decimal } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { isWhitespaceOnly, withMarks } from '../../text/visible-whitespace.ts';

const SHOWN_EDITS = 5;

/** The samples that differ the most: what was asked and answered, and what was changed. */
export function Shown({ shown }: { shown: readonly ProbeShown[] }) {
  if (shown.length === 0) return null;
  return (
    <section aria-label="Largest differences">
      <h2>Largest differences</h2>
      {shown.map(({ sample, first, second }) => (
        <article key={sample} class="panel probe-shown">
          <h3>
            <UntrustedText text={sample} />
          </h3>
          <div class="probe-pair">
            <Answer answer={first} />
            <Answer answer={second} />
          </div>
        </article>
      ))}
    </section>
  );
}

function Answer({ answer }: { answer: ProbeShownAnswer }) {
  const { variant, asked, output, value, refused, edits } = answer;
  return (
    <div>
      <h4>
        <UntrustedText text={variant} />{' '}
        <span class="muted">
          {value === null ? 'no score' : decimal(value)}
          {refused === true && ', refused'}
        </span>
      </h4>
      <dl>
        <dt>Asked</dt>
        <dd>{asked === null ? 'not kept' : <UntrustedText text={asked} />}</dd>
        <dt>Answered</dt>
        <dd>{output === null ? 'not kept' : <UntrustedText text={output} />}</dd>
        {edits.length > 0 && (
          <>
            <dt>Changed</dt>
            <dd>
              <Edits edits={edits} />
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}

function Edits({ edits }: { edits: readonly ProbeEdit[] }) {
  const more = edits.length - SHOWN_EDITS;
  return (
    <ul>
      {edits.slice(0, SHOWN_EDITS).map(({ pointer, start, before, after }) => {
        const isMarked = isWhitespaceOnly(before, after);
        return (
          <li key={`${pointer} ${start}`}>
            <del>
              <Edited text={before} isMarked={isMarked} />
            </del>{' '}
            →{' '}
            <ins>
              <Edited text={after} isMarked={isMarked} />
            </ins>
          </li>
        );
      })}
      {more > 0 && <li class="muted">and {more} more</li>}
    </ul>
  );
}

/** @param isMarked whether whitespace is shown, because nothing else changed */
function Edited({ text, isMarked }: { text: string; isMarked: boolean }) {
  if (text === '') return <>(nothing)</>;
  return <UntrustedText text={isMarked ? withMarks(text) : text} />;
}
