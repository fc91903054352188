import { signal } from '@preact/signals';

const light = matchMedia('(prefers-color-scheme: light)');

/** Dark unless the system asks for light; canvases are drawn again when it changes. */
export const theme = signal<'dark' | 'light'>(light.matches ? 'light' : 'dark');

light.addEventListener('change', () => {
  theme.value = light.matches ? 'light' : 'dark';
});
