import type { TraceRule } from '@assay/sdk';
import { keep } from '../../data/keep.ts';
import { createPagedList } from '../../data/paged-list.ts';
import type { Column } from '../../grid/column.ts';
import { Grid } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { pathTo } from '../../router/match.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { levelName, percentOf } from './rule-words.ts';
import './rules.css';

const lists = keep<ReturnType<typeof createPagedList<TraceRule>>>(1);

const COLUMNS: readonly Column<TraceRule>[] = [
  {
    id: 'name',
    title: 'Rule',
    width: 140,
    grow: 1,
    cell: ({ name }) => <UntrustedText text={name} />,
  },
  { id: 'version', title: 'Version', width: 80, align: 'end', cell: ({ version }) => version },
  { id: 'level', title: 'Scores', width: 130, isWide: true, cell: ({ level }) => levelName(level) },
  { id: 'share', title: 'Share', width: 80, align: 'end', cell: ({ share }) => percentOf(share) },
  {
    id: 'state',
    title: 'State',
    width: 100,
    cell: ({ isEnabled }) => (isEnabled === false ? 'disabled' : 'enabled'),
  },
  {
    id: 'created',
    title: 'Saved',
    width: 110,
    align: 'end',
    isWide: true,
    cell: ({ createdAt }) => <Moment at={createdAt} />,
  },
];

/** The rules for live traces of the project, each in its newest version, and a form for a new one. */
export default function Rules() {
  const { assay, key } = session();
  const rules = lists(key.id, () => createPagedList(() => assay.rules.list({ limit: 100 })));
  const rows = rules.items.value;
  const isComplete = rules.isComplete.value;
  const error = rules.error.value;
  return (
    <section class="page">
      <h1>Rules</h1>
      <p class="muted">Which live traces are scored, and by what.</p>
      {isComplete && rows.length === 0 ? (
        <p class="muted">
          This project has no rules yet. Until it has one, traces that are sent to{' '}
          <code>/otlp</code> are not kept.
        </p>
      ) : (
        <Grid
          label="Rules, by name"
          columns={COLUMNS}
          rows={rows}
          keyOf={({ name }) => name}
          hrefOf={({ name }) => pathTo('rules', name)}
          isComplete={isComplete || error !== undefined}
          onMore={rules.more}
        />
      )}
      {error !== undefined && <Failure error={error} onRetry={() => void rules.more()} />}
      {may('admin') && <RuleEditor rule={undefined} />}
    </section>
  );
}
