import { NotFoundError, type TraceRule } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { navigate } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { RulePreview } from './rule-preview.tsx';
import { readRule, textOfRule } from './rule-text.ts';

interface EditorProps {
  /** The newest version; undefined for a new rule. */
  rule: TraceRule | undefined;
  onSaved?(): void;
}

/** A rule as JSON, with what it would have scored in the last hour while it is written. */
export function RuleEditor({ rule, onSaved }: EditorProps) {
  const text = useSignal(textOfRule(rule));
  const { isBusy, error, run } = useAction();
  useEffect(() => {
    text.value = textOfRule(rule);
  }, [rule?.fingerprint, rule?.description]);
  const read = readRule(text.value);
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const given = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    const content = read.rule;
    if (content === undefined) return;
    void run(async () => {
      const { rules } = session().assay;
      if (rule === undefined) {
        const { name } = await rules.create({ name: given, ...content });
        navigate(pathTo('rules', name));
      } else {
        await rules.addVersion(rule.name, content);
        onSaved?.();
      }
    });
  };
  return (
    <form class="panel rule-editor" onSubmit={submit} aria-labelledby="rule-editor">
      <h2 id="rule-editor">{rule === undefined ? 'New rule' : 'Edit'}</h2>
      {rule === undefined && (
        <label>
          Name
          <input name="name" required pattern="[a-z0-9][a-z0-9._\-]{0,63}" placeholder="answers" />
        </label>
      )}
      <label>
        Rule, as JSON
        <textarea
          rows={12}
          spellcheck={false}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </label>
      <div role="status">
        {read.fault === undefined ? (
          <RulePreview rule={read.rule} />
        ) : (
          <p class="muted">Not a rule yet: {read.fault}</p>
        )}
      </div>
      <div>
        <button type="submit" class="button primary" disabled={isBusy || read.fault !== undefined}>
          {isBusy ? 'Saving …' : rule === undefined ? 'Create the rule' : 'Save as a new version'}
        </button>
      </div>
      {error !== undefined && <Failure error={error} />}
      {error instanceof NotFoundError && <p class="muted">The rule was deleted meanwhile.</p>}
    </form>
  );
}
