import { CopyButton } from '../../parts/copy-button.tsx';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { navigate } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { may, session } from '../../session/session.ts';
import { loadSamples } from './load-samples.ts';

const SAMPLE = '{"output":"It is Paris.","expected":"Paris"}';

/** Three ways to a first verdict, with the address and the key of this session filled in. */
export default function EmptyProject() {
  const { secret } = session();
  const { origin } = window.location;
  const { isBusy, error, run } = useAction();
  return (
    <div class="empty-project">
      <p>This project has no batches yet. Three ways to a first verdict:</p>
      {may('score') && (
        <div class="empty-samples">
          <button
            type="button"
            class="button primary"
            disabled={isBusy}
            onClick={() => void run(async () => navigate(pathTo('batches', await loadSamples())))}
          >
            {isBusy ? 'Scoring 72 answers …' : 'Load the samples'}
          </button>
          <span class="muted">
            scores 36 answers of a support assistant twice, with two prompts, and compares them
          </span>
        </div>
      )}
      {error !== undefined && <Failure error={error} />}
      <Command
        title="With curl"
        text={`curl -s ${origin}/v1/score \\
  -H "Authorization: Bearer ${secret}" \\
  -H "Content-Type: application/json" \\
  -d '{"sample":${SAMPLE},"scorers":["contains","levenshtein"]}'`}
      />
      <Command
        title="With TypeScript"
        text={`import { Assay } from '@assay/sdk';

const assay = new Assay({ baseUrl: '${origin}', apiKey: '${secret}' });
const verdict = await assay.score({
  sample: { output: 'It is Paris.', expected: 'Paris' },
  scorers: ['contains', 'levenshtein'],
});
console.log(verdict.passed, verdict.decision.reason);`}
      />
      <Command
        title="On the command line"
        text={`export ASSAY_BASE_URL=${origin} ASSAY_API_KEY=${secret}
echo '${SAMPLE}' | npx @assay/sdk score - --scorer contains --scorer levenshtein`}
      />
      <p>
        {may('score') ? (
          <>
            Or try scorers in the <a href="/playground">playground</a>.
          </>
        ) : (
          <>
            This key cannot score: it lacks the scope <code>score</code>.
          </>
        )}
      </p>
    </div>
  );
}

function Command({ title, text }: { title: string; text: string }) {
  return (
    <section class="panel empty-way" aria-label={title}>
      <h3>{title}</h3>
      <pre>{text}</pre>
      <div>
        <CopyButton text={text} />
      </div>
    </section>
  );
}
