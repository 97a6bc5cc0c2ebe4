import type { Sample, Score } from '@assay/sdk';
import type { Mark } from '../text/segments.ts';
import { UntrustedText } from '../text/untrusted-text.tsx';
import { MarkedText } from './marked-text.tsx';
import { type TextField, textFieldsOf } from './text-fields.ts';
import './verdict.css';

interface Pointing {
  pointer: string;
  mark: Mark;
}

interface SampleViewProps {
  sample: Sample;
  scores: readonly Score[];
}

/** What was asked and answered, with the evidence of the scores highlighted in the very texts. */
export function SampleView({ sample, scores }: SampleViewProps) {
  const notes: string[] = [];
  const pointing = scores.flatMap((score) => pointingOf(score, notes));
  const fields = textFieldsOf(sample);
  return (
    <div class="sample-view">
      {fields.map((field) => (
        <Field
          key={field.pointer}
          field={field}
          marks={marksIn(field, pointing)}
          noteOf={(id) => notes[id] ?? ''}
        />
      ))}
      {sample.generator !== undefined && (
        <p class="muted">
          Written by <UntrustedText text={sample.generator} />
        </p>
      )}
    </div>
  );
}

interface FieldProps {
  field: TextField;
  marks: readonly Mark[];
  noteOf(id: number): string;
}

function Field({ field: { pointer, label, text }, marks, noteOf }: FieldProps) {
  return (
    <div class="sample-field" data-pointer={pointer}>
      <h3>
        <UntrustedText text={label} />
        {marks.length > 0 && <span class="muted"> {marks.length} highlighted</span>}
      </h3>
      <MarkedText text={text} marks={marks} noteOf={noteOf} />
    </div>
  );
}

function marksIn({ pointer }: TextField, pointing: readonly Pointing[]): Mark[] {
  return pointing.filter((each) => each.pointer === pointer).map(({ mark }) => mark);
}

/** Where the evidence of a score points; `notes` gets what each says. */
function pointingOf(score: Score, notes: string[]): Pointing[] {
  const own = score.evidence.flatMap(({ pointer, start, end, note, kind }): Pointing[] => {
    if (pointer === undefined || start === undefined || end === undefined) return [];
    notes.push(`${score.name}: ${note ?? kind ?? score.reason}`);
    return [{ pointer, mark: { start, end, id: notes.length - 1 } }];
  });
  return [...own, ...(score.children ?? []).flatMap((child) => pointingOf(child, notes))];
}
