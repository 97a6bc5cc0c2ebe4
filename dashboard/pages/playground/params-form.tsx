import type { JsonObject, JsonValue, ScorerInfo } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { type Field, fieldOf, readField, writeField } from './schema-field.ts';

interface ParamsFormProps {
  info: ScorerInfo;
  params: JsonObject;
  onChange(params: JsonObject): void;
}

/** The parameters of a scorer as a form, made from their JSON Schema. */
export function ParamsForm({ info, params, onChange }: ParamsFormProps) {
  const properties = Object.entries(info.params.properties ?? {});
  if (properties.length === 0) return null;
  const set = (name: string, value: JsonValue | undefined) => {
    const { [name]: _, ...others } = params;
    onChange(value === undefined ? others : { ...others, [name]: value });
  };
  return (
    <details open>
      <summary>Parameters</summary>
      <div class="params">
        {properties.map(([name, schema]) => (
          <Parameter
            key={name}
            name={name}
            schema={schema}
            value={params[name]}
            onChange={(value) => set(name, value)}
          />
        ))}
      </div>
    </details>
  );
}

interface ParameterProps {
  name: string;
  schema: object;
  value: JsonValue | undefined;
  onChange(value: JsonValue | undefined): void;
}

function Parameter({ name, schema, value, onChange }: ParameterProps) {
  const { description, default: otherwise } = schema as { description?: string; default?: unknown };
  const field = fieldOf(schema);
  const fault = useSignal('');
  const change = (text: string) => {
    try {
      onChange(readField(field, text));
      fault.value = '';
    } catch {
      fault.value = 'This is not JSON yet.';
    }
  };
  return (
    // The control is inside, whichever it is.
    // biome-ignore lint/a11y/noLabelWithoutControl: Control always renders one
    <label class="param">
      <code>{name}</code>
      <span class="muted">{description}</span>
      <Control
        field={field}
        text={writeField(field, value)}
        placeholder={otherwise === undefined ? '' : JSON.stringify(otherwise)}
        onChange={change}
      />
      {fault.value !== '' && <span role="alert">{fault.value}</span>}
    </label>
  );
}

interface ControlProps {
  field: Field;
  text: string;
  placeholder: string;
  onChange(text: string): void;
}

function Control({ field, text, placeholder, onChange }: ControlProps) {
  const shared = { placeholder, autocomplete: 'off', spellcheck: false };
  const read = ({ currentTarget }: { currentTarget: { value: string } }) =>
    onChange(currentTarget.value);
  if (field.kind === 'choice' || field.kind === 'switch') {
    const choices = field.kind === 'choice' ? field.choices : ['true', 'false'];
    return (
      <select value={text} onChange={read}>
        <option value="">default{placeholder && `: ${placeholder}`}</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    );
  }
  if (field.kind === 'number') {
    const { min, max, isWhole } = field;
    return (
      <input
        type="number"
        {...shared}
        min={min}
        max={max}
        step={isWhole ? 1 : 'any'}
        value={text}
        onChange={read}
      />
    );
  }
  if (field.kind === 'text' && !field.isLong) {
    return <input {...shared} value={text} onChange={read} />;
  }
  return <textarea {...shared} rows={3} value={text} onChange={read} />;
}
