import type { ExperimentEstimate, ExperimentInput } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { Failure } from '../../parts/failure.tsx';
import { RunChoices } from '../../parts/run-choices.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAction } from '../../parts/use-action.ts';
import { navigate } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { may, session } from '../../session/session.ts';
import { EstimateTable } from './estimate-table.tsx';
import { asJson, EMPTY, type ExperimentFields, experimentInputOf } from './experiment-fields.ts';
import { VariantRows } from './variant-rows.tsx';
import '../../parts/stacked-form.css';
import './experiment.css';
import './experiment-form.css';

/** What was estimated: only that is started. */
interface Estimated {
  input: ExperimentInput;
  estimate: ExperimentEstimate;
}

/** A form for an experiment: it shows the cost first, and then starts what it has shown. */
export default function NewExperiment() {
  const fields = useSignal<ExperimentFields>(EMPTY);
  const estimated = useSignal<Estimated | undefined>(undefined);
  const { isBusy, error, run } = useAction();
  const change = (some: Partial<ExperimentFields>) => {
    fields.value = { ...fields.peek(), ...some };
    estimated.value = undefined;
  };
  const estimate = (event: Event) => {
    event.preventDefault();
    estimated.value = undefined;
    void run(async () => {
      const input = experimentInputOf(fields.peek());
      const found = await session().assay.experiments.estimate(input);
      estimated.value = { input, estimate: found };
    });
  };
  const start = ({ input }: Estimated) =>
    void run(async () => {
      const { id } = await session().assay.experiments.create(input);
      navigate(pathTo('experiments', id));
    });
  const write = (shape: ExperimentFields['shape']) =>
    void run(async () => change(shape === 'json' ? asJson(fields.peek()) : { shape }));
  const shown = estimated.value;
  return (
    <section class="page">
      <h1>New experiment</h1>
      <form
        class="panel stacked-form experiment-form"
        aria-label="New experiment"
        onSubmit={estimate}
      >
        <Shape shape={fields.value.shape} onChange={write} />
        {fields.value.shape === 'json' ? (
          <label>
            The experiment, as JSON
            <textarea
              rows={18}
              required
              spellcheck={false}
              class="experiment-json"
              value={fields.value.json}
              onInput={({ currentTarget }) => change({ json: currentTarget.value })}
            />
          </label>
        ) : (
          <Fields fields={fields.value} onChange={change} />
        )}
        <div>
          <button type="submit" class={shown ? 'button' : 'button primary'} disabled={isBusy}>
            {isBusy && !shown ? 'Asking …' : 'Show the cost'}
          </button>
        </div>
      </form>
      {error !== undefined && <Failure error={error} />}
      <div role="status" class="experiment-cost">
        {shown && (
          <>
            <EstimateTable estimate={shown.estimate} />
            <p>
              <button
                type="button"
                class="button primary"
                disabled={isBusy}
                onClick={() => start(shown)}
              >
                {isBusy ? 'Starting …' : 'Start the experiment'}
              </button>
            </p>
          </>
        )}
      </div>
    </section>
  );
}

interface ShapeProps {
  shape: ExperimentFields['shape'];
  onChange(shape: ExperimentFields['shape']): void;
}

function Shape({ shape, onChange }: ShapeProps) {
  return (
    <label class="experiment-shape">
      Written as
      <select
        value={shape}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.value === 'json' ? 'json' : 'fields';
          // What cannot be written as JSON stays as it is.
          currentTarget.value = shape;
          onChange(chosen);
        }}
      >
        <option value="fields">fields</option>
        <option value="json">JSON, for all that an experiment can have</option>
      </select>
    </label>
  );
}

interface FieldsProps {
  fields: ExperimentFields;
  onChange(some: Partial<ExperimentFields>): void;
}

function Fields({ fields, onChange }: FieldsProps) {
  const text = (
    name: 'name' | 'dataset' | 'scorers' | 'suite' | 'repeats' | 'maxCostUsd' | 'choose',
    label: string,
    more: object = {},
  ) => (
    <TextField
      label={label}
      value={fields[name]}
      onInput={(value) => onChange({ [name]: value })}
      input={more}
    />
  );
  return (
    <>
      {text('name', 'Name', { maxLength: 200, placeholder: 'Two prompts' })}
      <fieldset>
        <legend>Samples</legend>
        <label>
          A question a line, or JSON such as {'{"input":"…","expected":"…"}'}
          <textarea
            rows={5}
            spellcheck={false}
            required={fields.dataset === ''}
            disabled={fields.dataset !== ''}
            value={fields.samples}
            onInput={({ currentTarget }) => onChange({ samples: currentTarget.value })}
          />
        </label>
        {text('dataset', 'Data set instead', {
          ...{ list: 'experiment-datasets', placeholder: 'support, or support@3' },
          disabled: fields.samples !== '',
        })}
      </fieldset>
      <VariantRows variants={fields.variants} onChange={(variants) => onChange({ variants })} />
      <fieldset>
        <legend>Scoring</legend>
        <div class="form-pair">
          {text('scorers', 'Scorers', {
            placeholder: 'exact-match, detect-refusal',
            required: fields.suite === '',
          })}
          {text('suite', 'Suite', { list: 'experiment-suites', placeholder: 'support@3' })}
        </div>
        {text('choose', 'Which variant to choose, if you like', {
          placeholder: 'cheapest variant not worse than the best by more than 2 points',
        })}
      </fieldset>
      <div class="form-pair">
        {text('repeats', 'Answers per variant and sample', {
          ...{ type: 'number', min: 1, max: 100, required: true },
        })}
        {text('maxCostUsd', 'Most to spend, US dollars', {
          ...{ type: 'number', min: 0.000001, step: 'any', placeholder: 'no limit' },
        })}
      </div>
      {may('read') && <RunChoices prefix="experiment" />}
    </>
  );
}
