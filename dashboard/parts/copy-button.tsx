import { useSignal } from '@preact/signals';

/** Copies a text, and says so until the text is another. */
export function CopyButton({ text }: { text: string }) {
  const copied = useSignal<string | undefined>(undefined);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    copied.value = text;
  };
  return (
    <>
      <button type="button" class="button" onClick={() => void copy()}>
        Copy
      </button>{' '}
      <span role="status">{copied.value === text && 'Copied.'}</span>
    </>
  );
}
