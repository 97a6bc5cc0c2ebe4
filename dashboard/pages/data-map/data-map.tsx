import type { DataClass, DataMap, DataRecipient } from '@assay/sdk';
import type { ComponentChildren } from 'preact';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { counted } from '../../parts/numbers.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import '../judges/judges.css';
import './data-map.css';

/** Where the data of the project is, for how long, and who else could see it. */
export default function DataMapPage() {
  const { assay } = session();
  const { loaded, reload } = useLoaded('data-map', (signal) => assay.project.dataMap({ signal }));
  const { data, error } = loaded.value;
  return (
    <section class="page">
      <h1>Data map</h1>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data !== undefined && <Shown map={data} />}
    </section>
  );
}

function Shown({ map: { storage, keep, classes, webhooksEnabled, recipients } }: { map: DataMap }) {
  return (
    <>
      <dl class="fact-list">
        <Fact title="Location of the database">{storage.location}</Fact>
        <Fact title="Jurisdiction">{storage.jurisdiction}</Fact>
        <Fact title="Kept of each request, at most">{keep}</Fact>
        <Fact title="Webhooks">
          {webhooksEnabled ? 'summaries of batches, to any public host that a batch names' : 'none'}
        </Fact>
      </dl>
      <h2>Who else could see data</h2>
      {recipients.length === 0 ? (
        <p class="muted">Nobody: no third party is configured, and none was sent anything.</p>
      ) : (
        <Table label="Third parties" titles={['Who', 'Host', 'Gets', 'Today', 'Last 30 days']}>
          {recipients.map((recipient) => (
            <Recipient
              key={`${recipient.kind} ${recipient.name} ${recipient.host}`}
              recipient={recipient}
            />
          ))}
        </Table>
      )}
      <h2>What is kept</h2>
      <Table label="Classes of data" titles={['Class', 'Contains', 'Kept', 'Texts of samples']}>
        {classes.map((each) => (
          <Class key={each.id} data={each} />
        ))}
      </Table>
    </>
  );
}

function Fact({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </>
  );
}

interface TableProps {
  label: string;
  titles: readonly string[];
  children: ComponentChildren;
}

function Table({ label, titles, children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="panel judges data-map" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {titles.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

const KINDS = {
  model: 'models of',
  experiment: 'an endpoint of experiments at',
  'http-step': 'a step of the pipeline',
  webhook: 'webhook',
  telemetry: 'events to',
  'alert-channel': 'the channel of alerts',
};

function Recipient({ recipient }: { recipient: DataRecipient }) {
  const { kind, name, host, receives, isReachable, lately } = recipient;
  return (
    <tr>
      <th scope="row">
        {KINDS[kind]} {kind !== 'webhook' && <UntrustedText text={name} />}
      </th>
      <td>{host === null ? <span class="muted">none</span> : <UntrustedText text={host} />}</td>
      <td>{receives === 'texts' ? 'texts of samples' : 'summaries of batches or alerts'}</td>
      <td>{isReachable ? 'can be reached' : 'cannot be reached'}</td>
      <td>
        {lately === null && <span class="muted">not recorded</span>}
        {lately?.lastDay === null && 'nothing sent'}
        {lately?.lastDay != null &&
          `${counted(lately.times, 'request')}, last on ${lately.lastDay}`}
      </td>
    </tr>
  );
}

function Class({ data: { id, contains, keptDays, isCollected, hasTexts } }: { data: DataClass }) {
  return (
    <tr>
      <th scope="row">{id}</th>
      <td>{contains}</td>
      <td>
        {keptDays === null ? 'until deleted' : counted(keptDays, 'day')}
        {!isCollected && <span class="muted"> (not collected today)</span>}
      </td>
      <td>{hasTexts ? 'may contain' : 'none'}</td>
    </tr>
  );
}
