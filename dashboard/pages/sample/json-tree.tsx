import { Highlighted } from '../../text/highlighted.tsx';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { type Finding, marksIn } from './findings.ts';
import { describeFinding } from './text-field.tsx';

interface JsonTreeProps {
  value: unknown;
  /** JSON pointer of the value in the sample. */
  pointer: string;
  findings: readonly Finding[];
}

/** A value of a sample with its fields as they are nested; evidence is marked in its texts. */
export function JsonTree({ value, pointer, findings }: JsonTreeProps) {
  if (typeof value === 'string') {
    return (
      <Highlighted
        text={value}
        marks={marksIn(pointer, value, findings)}
        describe={(id) => describeFinding(findings, id)}
      />
    );
  }
  if (typeof value !== 'object' || value === null) return <code>{JSON.stringify(value)}</code>;
  const entries = Object.entries(value);
  if (entries.length === 0) return <code>{Array.isArray(value) ? '[]' : '{}'}</code>;
  return (
    <dl class="json-tree">
      {entries.map(([name, inner]) => (
        <div key={name}>
          <dt>
            <UntrustedText text={name} />
          </dt>
          <dd>
            <JsonTree
              value={inner}
              pointer={`${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`}
              findings={findings}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}
