import type { ModelCard, ModelCardEntry } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { FilterForm, FilterText } from '../../parts/filter-form.tsx';
import { Moment } from '../../parts/moment.tsx';
import { count, counted, decimal, usd } from '../../parts/numbers.ts';
import { RawJson } from '../../parts/raw-json.tsx';
import { query } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { ProbeOutcome } from './outcome-of.tsx';
import './probe.css';

const SECTIONS = [
  ['performance', 'Consistent performance', 'consistency'],
  ['sensitivity', 'Sensitivity to wording', 'phrasing'],
  ['position', 'Place of the needed passage', 'position'],
  ['order', 'Order of options', 'order'],
  ['distraction', 'Irrelevant passages', 'distraction'],
  ['bias', 'Bias', 'counterfactual'],
  ['drift', 'Drift', 'drift'],
] as const;

/** What the newest completed probe with a result of each kind found, with its date and a link to it. */
export default function ModelCardPage() {
  const target = query.value.get('target') ?? '';
  const { loaded, reload } = useLoaded(`model-card ${target}`, (signal) =>
    session().assay.probes.modelCard(target === '' ? {} : { target }, { signal }),
  );
  const { data, error } = loaded.value;
  return (
    <section class="page">
      <h1>Model card</h1>
      <FilterForm>
        <FilterText name="target" label="Target" example="openai/gpt-5-mini" />
      </FilterForm>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data !== undefined && <Card card={data} />}
    </section>
  );
}

function Card({ card }: { card: ModelCard }) {
  const { answers, totalUsd, perAnswerUsd } = card.cost;
  return (
    <>
      {SECTIONS.map(([field, title, kind]) => (
        <Section key={field} title={title} kind={kind} entry={card[field]} />
      ))}
      <section class="panel probe-line" aria-label="Cost">
        <h2>Cost</h2>
        <p>
          {counted(answers, 'answer')} of these probes cost{' '}
          {totalUsd === null ? 'an unknown amount' : usd(totalUsd)}
          {perAnswerUsd !== null && `, ${usd(perAnswerUsd)} an answer`}.
        </p>
      </section>
      <RawJson title="Card as JSON" value={card} />
    </>
  );
}

interface SectionProps {
  title: string;
  kind: string;
  entry: ModelCardEntry;
}

function Section({ title, kind, entry }: SectionProps) {
  const { outcome, line, probe, samples, answers, errors, numbers } = entry;
  return (
    <section class="panel probe-line" aria-label={title}>
      <h2>
        {title} <ProbeOutcome outcome={outcome} />
      </h2>
      <p>
        <UntrustedText text={line} />
      </p>
      {probe === null ? (
        may('score') && <a href={`/probes/new?kind=${kind}`}>Start one: {kind}</a>
      ) : (
        <p class="muted">
          <a href={pathTo('probes', probe.id)}>
            <UntrustedText text={probe.name ?? probe.id} />
          </a>
          , <Moment at={probe.createdAt} />, <UntrustedText text={probe.target} />, seed{' '}
          {probe.seed}: {counted(samples, 'sample')}, {counted(answers, 'scored answer')},{' '}
          {count(errors)} without a score
        </p>
      )}
      {numbers.length > 0 && (
        <dl class="probe-card-numbers">
          {numbers.map(({ name, estimate: { value, low, high } }) => (
            <>
              <dt key={name}>
                <UntrustedText text={name} />
              </dt>
              <dd>
                {decimal(value)}{' '}
                <span class="muted">
                  ({decimal(low)} to {decimal(high)})
                </span>
              </dd>
            </>
          ))}
        </dl>
      )}
    </section>
  );
}
