interface TextFieldProps {
  label: string;
  value: string;
  onInput(value: string): void;
  /** What the input takes besides. */
  input?: object;
}

/** An input under its label. */
export function TextField({ label, value, onInput, input = {} }: TextFieldProps) {
  return (
    <label>
      {label}
      <input
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
        autocomplete="off"
        {...input}
      />
    </label>
  );
}
