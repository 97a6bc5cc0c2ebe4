import type { BatchItem, Verdict } from '@assay/sdk';
import { duration, usd } from '../../parts/numbers.ts';
import { RawJson } from '../../parts/raw-json.tsx';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { LineagePanel } from '../verdicts/lineage-panel.tsx';
import { ReceiptPanel } from '../verdicts/receipt-panel.tsx';

interface VerdictFactsProps {
  item: BatchItem;
  verdict: Verdict;
}

/** Where the verdict comes from and what it cost, and all of it as JSON. */
export function VerdictFacts({ item, verdict }: VerdictFactsProps) {
  const { lineage, usage } = verdict;
  return (
    <section class="panel field">
      <h2>Verdict</h2>
      <dl class="fact-list">
        <dt>Id</dt>
        <dd>
          <a href={`/verdicts/${verdict.id}`}>
            <code>{verdict.id}</code>
          </a>
        </dd>
        <dt>Scored in</dt>
        <dd>{duration(verdict.latencyMs)}</dd>
        <dt>Cost</dt>
        <dd>
          {usd(verdict.costUsd)}
          {usage && `, ${usage.inputTokens} + ${usage.outputTokens} tokens`}
        </dd>
        <dt>Suite</dt>
        <dd>
          <UntrustedText
            text={lineage.suite ? `${lineage.suite.name}@${lineage.suite.version}` : 'none'}
          />
        </dd>
        <dt>Generator</dt>
        <dd>
          <UntrustedText text={lineage.generator ?? 'unknown'} />
        </dd>
        <dt>Sample</dt>
        <dd>
          <code>{lineage.sampleHash}</code>
        </dd>
        <dt>Assay</dt>
        <dd>{lineage.assayVersion}</dd>
      </dl>
      <LineagePanel id={verdict.id} />
      <ReceiptPanel id={verdict.id} />
      <RawJson title="Raw JSON" value={item} />
    </section>
  );
}
