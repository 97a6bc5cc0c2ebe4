import type { TraceRule } from '@assay/sdk';
import { changesBetween } from '../../data/state-changes.ts';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { counted } from '../../parts/numbers.ts';
import { RawJson } from '../../parts/raw-json.tsx';
import { StateChanges } from '../../parts/state-changes.tsx';
import { useTitle } from '../../router/use-title.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { RuleActivity } from './rule-activity.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { textOfRule } from './rule-text.ts';
import { RuleVerdicts } from './rule-verdicts.tsx';
import { levelName, percentOf } from './rule-words.ts';
import './rules.css';

/** A rule: what it does now, its newest verdicts, its editor, and what each version changed. */
export default function RulePage({ parameters }: { parameters: Record<string, string> }) {
  const name = parameters.name ?? '';
  useTitle(name);
  const { assay } = session();
  const { loaded, reload } = useLoaded(name, (signal) => assay.rules.versions(name, { signal }));
  const { data, error } = loaded.value;
  const versions = data?.items ?? [];
  const [newest] = versions;
  return (
    <section class="page">
      <h1>
        <UntrustedText text={name} />
      </h1>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {newest !== undefined && (
        <>
          <Summary rule={newest} />
          <RuleActivity name={name} />
          <RuleVerdicts name={name} />
          {may('admin') && <RuleEditor rule={newest} onSaved={reload} />}
        </>
      )}
      {versions.map((rule, i) => (
        <Version key={rule.version} rule={rule} before={versions[i + 1]} />
      ))}
    </section>
  );
}

function Summary({ rule }: { rule: TraceRule }) {
  const { description, level, share, perMinute = 60, suite, scorers = [], isEnabled } = rule;
  const by = suite === undefined ? counted(scorers.length, 'scorer') : `the suite ${suite}`;
  return (
    <>
      {description !== '' && (
        <p>
          <UntrustedText text={description} />
        </p>
      )}
      <p>
        {isEnabled === false ? 'Disabled. It would score' : 'It scores'} {percentOf(share)} of{' '}
        {levelName(level)}, up to {perMinute} a minute, by <UntrustedText text={by} />.
      </p>
    </>
  );
}

function Version({ rule, before }: { rule: TraceRule; before: TraceRule | undefined }) {
  const { version, createdAt } = rule;
  return (
    <section class="panel rule-version" aria-labelledby={`version-${version}`}>
      <h2 id={`version-${version}`}>
        Version {version}{' '}
        <span class="muted">
          <Moment at={createdAt} />
        </span>
      </h2>
      {before !== undefined && (
        <StateChanges
          label={`What version ${version} changed`}
          changes={changesBetween(JSON.parse(textOfRule(before)), JSON.parse(textOfRule(rule)))}
        />
      )}
      <RawJson title={`Version ${version} as JSON`} value={rule} />
    </section>
  );
}
