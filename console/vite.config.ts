import { preact } from '@preact/preset-vite';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact({ devToolsEnabled: false })],
  // ES modules: MapLibre's worker is one.
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inline: the page runs under a policy that allows only files of its own origin.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // MapLibre is one lazy chunk of about 1 MB by nature.
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: Object.fromEntries(['/api', '/signin', '/readyz', '/flows'].map((path) => [path, 'http://127.0.0.1:8080'])),
  },
});
