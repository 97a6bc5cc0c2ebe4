import { useMemo } from 'preact/hooks';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { counted } from '../../parts/numbers.ts';
import { query, setQuery } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { loadCatalogue } from './load-catalogue.ts';
import { type Entry, entriesOf, search } from './search.ts';
import './scorers.css';

/** Every scorer, found in plain words. */
export default function Scorers() {
  const { loaded, reload } = useLoaded(session().key.id, loadCatalogue);
  const { data, error } = loaded.value;
  const text = query.value.get('q') ?? '';
  const entries = useMemo(() => (data ? entriesOf(data.builtIn, data.own) : []), [data]);
  const found = search(entries, text);
  return (
    <section class="page">
      <h1>Scorers</h1>
      <label class="search">
        Search
        <input
          type="search"
          value={text}
          placeholder="hallucination, json, tool calls …"
          onInput={({ currentTarget }) => setQuery({ q: currentTarget.value }, { replace: true })}
        />
      </label>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data !== undefined && (
        <>
          <p role="status" class="muted">
            {found.length} of {counted(entries.length, 'scorer')}
          </p>
          <ul class="catalogue">
            {found.map((entry) => (
              <li key={entry.id}>
                <Card entry={entry} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Card({ entry: { id, kind, group, summary, needs } }: { entry: Entry }) {
  return (
    <a class="panel scorer-card" href={pathTo('scorers', id)}>
      <strong>
        <UntrustedText text={id} />
      </strong>
      <span class="muted">
        {group} · {kind}
        {needs.length > 0 && ` · needs ${needs.join(', ')}`}
      </span>
      <span>
        <UntrustedText text={summary} />
      </span>
    </a>
  );
}
