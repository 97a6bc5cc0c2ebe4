import type { BatchItem, Score, ScorerReference } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Outcome } from '../../parts/outcome.tsx';
import { query } from '../../router/location.ts';
import { useTitle } from '../../router/use-title.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { useBase } from '../batch/use-base.ts';
import { BaseOutput } from './base-output.tsx';
import { JudgedSample } from './judged-sample.tsx';
import { SampleNavigation } from './sample-navigation.tsx';
import { useNeighbours } from './use-neighbours.ts';
import { VerdictFacts } from './verdict-facts.tsx';
import './sample.css';

/** One sample of a batch: its texts with the evidence in them, and its scores. */
export default function SamplePage({ parameters }: { parameters: Record<string, string> }) {
  const { id = '', index = '' } = parameters;
  const base = useBase(id, query.value.get('base'));
  const { loaded, reload } = useLoaded(`${id} ${index}`, (signal) =>
    session().assay.batches.result(id, Number(index), { signal }),
  );
  const { data: item, error } = loaded.value;
  useTitle(`Sample ${item?.sampleId ?? index}`);
  return (
    <section class="page sample">
      {!base.isLoading && <Place batch={id} index={Number(index)} base={base.id} />}
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {item && <Shown key={`${id} ${item.index}`} item={item} batch={id} base={base.id} />}
      {!item && error === undefined && <p class="loading">Loading the sample …</p>}
    </section>
  );
}

interface PlaceProps {
  batch: string;
  index: number;
  base: string | undefined;
}

function Place({ batch, index, base }: PlaceProps) {
  return <SampleNavigation batch={batch} neighbours={useNeighbours(batch, index, base)} />;
}

interface ShownProps {
  item: BatchItem;
  batch: string;
  base: string | undefined;
}

const NO_SCORES: readonly Score[] = [];

function Shown({ item, batch, base }: ShownProps) {
  const { sample = {}, verdict, status, sampleId, index } = item;
  return (
    <>
      <header class="sample-head">
        <h1>
          <UntrustedText text={sampleId ?? `#${index}`} />
        </h1>
        <Outcome kind={status} />
        {verdict && (
          <p>
            <UntrustedText text={verdict.decision.reason} />
          </p>
        )}
      </header>
      {item.error && (
        <div class="failure">
          <p>
            <code>{item.error.code}</code> <UntrustedText text={item.error.message} />
          </p>
        </div>
      )}
      <JudgedSample
        sample={sample}
        scores={verdict?.scores ?? NO_SCORES}
        scorersOf={() => scorersOfBatch(batch)}
        belowTexts={base !== undefined && <BaseOutput batch={batch} base={base} item={item} />}
        belowScores={verdict && <VerdictFacts item={item} verdict={verdict} />}
      />
    </>
  );
}

/** The settings that a batch scores with: those of its suite, and its own. */
async function scorersOfBatch(id: string): Promise<ScorerReference[]> {
  const { assay } = session();
  const { suite, scorers } = await assay.batches.get(id);
  if (suite === null) return scorers;
  const { scorers: fromSuite } = await assay.suites.get(`${suite.name}@${suite.version}`);
  return fromSuite.concat(scorers);
}
