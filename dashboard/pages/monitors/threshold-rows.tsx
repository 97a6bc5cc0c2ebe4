import type { MonitorThreshold } from '@assay/sdk';
import { FIGURES, figureOf, limitText, withNumber } from './threshold-fields.ts';

const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const;

interface RowsProps {
  thresholds: readonly MonitorThreshold[];
  onChange(thresholds: readonly MonitorThreshold[]): void;
}

/** Thresholds in a form: what each is of, its limits, and over how long. */
export function ThresholdRows({ thresholds, onChange }: RowsProps) {
  return (
    <>
      {thresholds.map((threshold, i) => (
        <Row
          key={i}
          number={i + 1}
          threshold={threshold}
          onChange={(changed) => onChange(thresholds.with(i, changed))}
          onRemove={() => onChange(thresholds.toSpliced(i, 1))}
        />
      ))}
      <label>
        Add a threshold
        <select
          value=""
          onChange={({ currentTarget }) => {
            const figure = FIGURES.find(({ measure }) => measure === currentTarget.value);
            currentTarget.value = '';
            if (figure === undefined) return;
            onChange([...thresholds, { measure: figure.measure, ...figure.start }]);
          }}
        >
          <option value="">Choose a figure …</option>
          {FIGURES.map(({ measure, title }) => (
            <option key={measure} value={measure}>
              {measure === 'count' ? 'No data' : title}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

interface RowProps {
  number: number;
  threshold: MonitorThreshold;
  onChange(threshold: MonitorThreshold): void;
  onRemove(): void;
}

function Row({ number, threshold, onChange, onRemove }: RowProps) {
  const { measure, above, below, windowMinutes, minimumCount, severity } = threshold;
  const { title, unit, scale } = figureOf(measure);
  const limit = (name: 'above' | 'below', value: number | undefined, isRequired: boolean) => (
    <label>
      Alarm {name}, {unit}
      <input
        type="number"
        min={0}
        max={scale === 1 ? undefined : 100}
        step="any"
        required={isRequired}
        value={limitText(measure, value)}
        onChange={({ currentTarget }) =>
          onChange(withNumber(threshold, name, currentTarget.value, scale))
        }
      />
    </label>
  );
  return (
    <fieldset class="threshold-row">
      <legend>
        Threshold {number}: {title}
      </legend>
      {limit('below', below, above === undefined)}
      {limit('above', above, below === undefined)}
      <label>
        Window, minutes
        <input
          type="number"
          min={5}
          max={10_080}
          required
          value={windowMinutes}
          onChange={({ currentTarget }) =>
            onChange(withNumber(threshold, 'windowMinutes', currentTarget.value))
          }
        />
      </label>
      {measure !== 'cost' && measure !== 'count' && (
        <label>
          Verdicts needed
          <input
            type="number"
            min={1}
            max={1_000_000}
            placeholder="20"
            value={minimumCount ?? ''}
            onInput={({ currentTarget }) =>
              onChange(withNumber(threshold, 'minimumCount', currentTarget.value))
            }
          />
        </label>
      )}
      <label>
        Severity
        <select
          value={severity ?? ''}
          onChange={({ currentTarget }) => {
            const given = SEVERITIES.find((each) => each === currentTarget.value);
            const { severity: _, ...rest } = threshold;
            onChange(given === undefined ? rest : { ...rest, severity: given });
          }}
        >
          <option value="">as the monitor</option>
          {SEVERITIES.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="button" onClick={onRemove}>
        Remove
      </button>
    </fieldset>
  );
}
