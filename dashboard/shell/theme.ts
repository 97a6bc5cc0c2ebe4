import { effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

const STORED_AS = 'assay.theme';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

export const theme = signal<Theme>(
  THEMES.find((each) => each === window.localStorage.getItem(STORED_AS)) ?? 'system',
);

/** Applies the theme, and remembers it. */
export function startTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
    window.localStorage.setItem(STORED_AS, theme.value);
  });
}
