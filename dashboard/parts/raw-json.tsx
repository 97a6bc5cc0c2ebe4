import { useSignal } from '@preact/signals';
import { Highlighted } from '../text/highlighted.tsx';

/** A value as JSON, drawn when it is opened. */
export function RawJson({ title, value }: { title: string; value: unknown }) {
  const isOpen = useSignal(false);
  return (
    <details onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen.value && (
        <Highlighted text={JSON.stringify(value, null, 2)} marks={[]} describe={() => ''} />
      )}
    </details>
  );
}
