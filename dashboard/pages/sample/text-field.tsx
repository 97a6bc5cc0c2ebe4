import type { ComponentChildren } from 'preact';
import { Highlighted } from '../../text/highlighted.tsx';
import { type Finding, marksIn } from './findings.ts';

/** A part of the sample under its title. */
export function Field({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="panel field">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface TextProps {
  text: string;
  pointer: string;
  findings: readonly Finding[];
}

/** A text of the sample with the evidence in it. */
export function MarkedText({ text, pointer, findings }: TextProps) {
  if (text === '') return <p class="muted">empty</p>;
  return (
    <Highlighted
      text={text}
      marks={marksIn(pointer, text, findings)}
      describe={(id) => describeFinding(findings, id)}
    />
  );
}

/** What a mark says: whose evidence it is, and what it shows. */
export function describeFinding(findings: readonly Finding[], id: number): string {
  const finding = findings.find((each) => each.id === id);
  if (finding === undefined) return '';
  const { kind, note, certainty } = finding.evidence;
  const sure = certainty === undefined ? undefined : `certainty ${certainty}`;
  const said = [kind, note, sure].filter((part) => part !== undefined).join(', ');
  return said === '' ? finding.score : `${finding.score}: ${said}`;
}
