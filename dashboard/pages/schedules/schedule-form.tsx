import type { Schedule } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { Failure } from '../../parts/failure.tsx';
import { RunChoices } from '../../parts/run-choices.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAction } from '../../parts/use-action.ts';
import { session } from '../../session/session.ts';
import '../../parts/stacked-form.css';
import {
  contentOf,
  fieldsOf,
  jsonFault,
  type RunFields,
  SEVERITIES,
  type Shape,
} from './schedule-fields.ts';

interface FormProps {
  /** Undefined for a new one. */
  schedule?: Schedule;
  onSaved(): void;
}

const SHAPES: readonly (readonly [Shape, string])[] = [
  ['batch', 'A batch over a data set'],
  ['calibration', 'A calibration of a judge'],
  ['json', 'An experiment, or all fields, as JSON'],
];

/** A form for a schedule: when it is due, and what it runs. */
export function ScheduleForm({ schedule, onSaved }: FormProps) {
  const fields = useSignal<RunFields>(fieldsOf(schedule?.run));
  const { isBusy, error, run } = useAction();
  const fault = jsonFault(fields.value);
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    void run(async () => {
      const content = contentOf(data, fields.peek());
      const { schedules } = session().assay;
      if (schedule === undefined) {
        await schedules.create({ name: String(data.get('name')).trim(), ...content });
        form.reset();
        fields.value = fieldsOf(undefined);
      } else {
        await schedules.replace(schedule.name, content);
      }
      onSaved();
    });
  };
  const title = schedule === undefined ? 'New schedule' : `Edit ${schedule.name}`;
  return (
    <form class="panel stacked-form" aria-label={title} onSubmit={submit}>
      {schedule === undefined && (
        <>
          <h2>New schedule</h2>
          <label>
            Name
            <input
              name="name"
              required
              pattern="[a-z0-9][a-z0-9._\-]{0,63}"
              placeholder="nightly"
            />
          </label>
        </>
      )}
      <When schedule={schedule} />
      <Runs
        fields={fields.value}
        onChange={(some) => (fields.value = { ...fields.peek(), ...some })}
      />
      {fault !== undefined && <p class="muted">Not JSON yet: {fault}</p>}
      <div>
        <button type="submit" class="button primary" disabled={isBusy || fault !== undefined}>
          {isBusy ? 'Saving …' : schedule === undefined ? 'Create the schedule' : 'Save'}
        </button>
      </div>
      {error !== undefined && <Failure error={error} />}
    </form>
  );
}

function When({ schedule }: { schedule: Schedule | undefined }) {
  const { cron = '', timeZone, description = '', alert = 'error' } = schedule ?? {};
  // Whoever makes one means the clock on the wall; one without a zone is in UTC.
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <div class="form-pair">
        <label>
          Cron expression
          <input
            name="cron"
            required
            defaultValue={cron}
            placeholder="30 2 * * 1-5"
            autocomplete="off"
            spellcheck={false}
          />
          <span class="muted">minute, hour, day of the month, month, day of the week</span>
        </label>
        <label>
          Time zone
          <input
            name="timeZone"
            defaultValue={schedule === undefined ? here : (timeZone ?? 'UTC')}
            list="time-zones"
            autocomplete="off"
            spellcheck={false}
          />
          <span class="muted">such as Europe/Berlin</span>
        </label>
      </div>
      <datalist id="time-zones">
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <div class="form-pair">
        <label>
          Description, if you like
          <input name="description" maxLength={1000} defaultValue={description} />
        </label>
        <label>
          Alert if it fails
          <select name="alert">
            {SEVERITIES.map((each) => (
              <option key={each} value={each} selected={each === alert}>
                {each}
              </option>
            ))}
          </select>
        </label>
      </div>
    </>
  );
}

interface RunsProps {
  fields: RunFields;
  onChange(some: Partial<RunFields>): void;
}

function Runs({ fields, onChange }: RunsProps) {
  const { shape } = fields;
  return (
    <fieldset>
      <legend>What it runs</legend>
      <label>
        Kind
        <select
          value={shape}
          onChange={({ currentTarget: { value } }) =>
            onChange({ shape: SHAPES.find(([each]) => each === value)?.[0] ?? 'batch' })
          }
        >
          {SHAPES.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      {shape === 'json' ? (
        <label>
          What it runs, as JSON
          <textarea
            rows={12}
            spellcheck={false}
            value={fields.json}
            onInput={({ currentTarget }) => onChange({ json: currentTarget.value })}
          />
        </label>
      ) : (
        <OverDataset fields={fields} onChange={onChange} />
      )}
    </fieldset>
  );
}

/** The fields of a batch or a calibration, with the names that the project has. */
function OverDataset({ fields, onChange }: RunsProps) {
  const text = (name: keyof RunFields, label: string, more: object = {}) => (
    <TextField
      label={label}
      value={fields[name]}
      onInput={(value) => onChange({ [name]: value })}
      input={more}
    />
  );
  const share = (name: keyof RunFields, label: string) =>
    text(name, label, { type: 'number', min: 0, max: 100, step: 'any' });
  const dataset = text('dataset', 'Data set', {
    ...{ required: true, list: 'schedule-datasets', placeholder: 'support, or support@3' },
  });
  return (
    <>
      {fields.shape === 'batch' ? (
        <>
          {dataset}
          {text('suite', 'Suite', { list: 'schedule-suites', required: fields.scorers === '' })}
          {text('scorers', 'Scorers, beside or instead of the suite', {
            placeholder: 'exact-match, detect-refusal',
          })}
          <div class="form-pair">
            {share('minPassRate', 'At least so many percent pass')}
            {share('maxRegression', 'At most so many points below the run before')}
          </div>
        </>
      ) : (
        <>
          {text('scorers', 'Judge', { required: true, placeholder: 'faithfulness' })}
          {dataset}
          {text('question', 'Question whose labels count, if there are several')}
          {share('minAgreement', 'At least so many percent agreement with people')}
        </>
      )}
      <RunChoices prefix="schedule" />
    </>
  );
}
