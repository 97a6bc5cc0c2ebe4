import type { Sample, ScorerReference } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { session } from '../../session/session.ts';
import { Highlighted } from '../../text/highlighted.tsx';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** Finds the settings that the scores were made with. */
export type ScorersOf = () => PromiseLike<readonly ScorerReference[]>;

interface PromptPanelProps {
  /** Name of the score. */
  name: string;
  sample: Sample;
  scorersOf: ScorersOf;
}

/** What a judge was asked, rendered when it is opened. */
export function PromptPanel(props: PromptPanelProps) {
  const isOpen = useSignal(false);
  return (
    <details onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary>Prompt</summary>
      {isOpen.value && <Prompt {...props} />}
    </details>
  );
}

function Prompt({ name, sample, scorersOf }: PromptPanelProps) {
  const { loaded, reload } = useLoaded(name, async () => {
    const scorers = (await scorersOf()).filter((scorer) => nameOf(scorer) === name);
    if (scorers.length === 0) return undefined;
    return (await session().assay.scorers.prompts({ sample, scorers })).prompts;
  });
  const { data, error, isLoading } = loaded.value;
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (isLoading) return <p class="muted">Loading …</p>;
  if (data === undefined) return <p class="muted">The settings of this scorer were not kept.</p>;
  return (
    <>
      <p class="muted">
        The marker that fences the text is random in each call, and MARKER here. Later questions
        depend on the answers.
      </p>
      {data.map(({ model, messages }, i) => (
        <div key={i} class="prompt">
          {model !== null && (
            <p class="muted">
              <UntrustedText text={model} />
            </p>
          )}
          {messages.map(({ role, content }, j) => (
            <div key={j}>
              <p class="muted">{role}</p>
              <Highlighted text={content} marks={[]} describe={() => ''} />
            </div>
          ))}
        </div>
      ))}
    </>
  );
}

function nameOf(scorer: ScorerReference): string {
  return typeof scorer === 'string' ? scorer : (scorer.as ?? scorer.scorer);
}
