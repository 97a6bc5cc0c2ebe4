import type { Sample } from '@assay/sdk';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import type { Finding } from './findings.ts';
import { JsonTree } from './json-tree.tsx';
import { Field, MarkedText } from './text-field.tsx';

interface SampleFieldsProps {
  sample: Sample;
  findings: readonly Finding[];
}

/** What was asked, answered, expected and given, with the evidence in the very texts. */
export function SampleFields({ sample, findings }: SampleFieldsProps) {
  const { input, messages, output, expected, contexts, toolCalls } = sample;
  const rest = REST.flatMap(([name, title]) =>
    sample[name] === undefined ? [] : [{ name, title, value: sample[name] }],
  );
  const value = (title: string, pointer: string, shown: unknown) =>
    shown !== undefined && (
      <Field title={title}>
        {typeof shown === 'string' ? (
          <MarkedText text={shown} pointer={pointer} findings={findings} />
        ) : (
          <JsonTree value={shown} pointer={pointer} findings={findings} />
        )}
      </Field>
    );
  return (
    <>
      {value('Input', '/input', input)}
      {messages && (
        <Field title="Messages">
          <ol class="messages">
            {messages.map((message, i) => (
              <li key={i}>
                <p class="muted">
                  <UntrustedText
                    text={'role' in message ? String(message.role) : String(message.type)}
                  />
                </p>
                <MessageContent message={message} pointer={`/messages/${i}`} findings={findings} />
              </li>
            ))}
          </ol>
        </Field>
      )}
      {value('Output', '/output', output)}
      {value('Tool calls', '/toolCalls', toolCalls)}
      {value('Expected', '/expected', expected)}
      {contexts && (
        <Field title="Contexts">
          <ol class="contexts">
            {contexts.map((context, i) => {
              const { id, text } = typeof context === 'string' ? { text: context } : context;
              return (
                <li key={i}>
                  <p class="muted">
                    {i + 1}
                    {id !== undefined && (
                      <>
                        {' · '}
                        <UntrustedText text={id} />
                      </>
                    )}
                  </p>
                  <MarkedText text={text} pointer={`/contexts/${i}`} findings={findings} />
                </li>
              );
            })}
          </ol>
        </Field>
      )}
      {rest.map(({ name, title, value: shown }) => (
        <details key={name} class="panel field">
          <summary>{title}</summary>
          <JsonTree value={shown} pointer={`/${name}`} findings={findings} />
        </details>
      ))}
    </>
  );
}

const REST = [
  ['expectedToolCalls', 'Expected tool calls'],
  ['referenceContexts', 'Reference contexts'],
  ['tools', 'Tools'],
  ['generation', 'Generation'],
  ['metadata', 'Metadata'],
] as const;

interface MessageContentProps {
  message: NonNullable<Sample['messages']>[number];
  pointer: string;
  findings: readonly Finding[];
}

/** The text of a message, and whatever else it has. */
function MessageContent({ message, pointer, findings }: MessageContentProps) {
  const { role, type, content, ...rest } = {
    role: undefined,
    type: undefined,
    content: undefined,
    ...message,
  };
  return (
    <>
      {typeof content === 'string' && (
        <MarkedText text={content} pointer={`${pointer}/content`} findings={findings} />
      )}
      {Array.isArray(content) && (
        <>
          <MarkedText text={joined(content)} pointer={`${pointer}/content`} findings={findings} />
          <details>
            <summary>Parts</summary>
            <JsonTree value={content} pointer={`${pointer}/content`} findings={findings} />
          </details>
        </>
      )}
      {Object.keys(rest).length > 0 && (
        <JsonTree value={rest} pointer={pointer} findings={findings} />
      )}
    </>
  );
}

/** The parts of a message count as one text. */
function joined(parts: readonly unknown[]): string {
  return parts
    .map((part) => {
      const hasText = typeof part === 'object' && part !== null && 'text' in part;
      return hasText && typeof part.text === 'string' ? part.text : '';
    })
    .join('');
}
