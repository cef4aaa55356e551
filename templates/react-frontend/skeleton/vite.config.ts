import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `npm run dev` shows changes at once; what the server answers comes from `make run` in another window.
const server = 'http://localhost:${{ values.port }}';

export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist/web', sourcemap: true },
  server: { proxy: { '/api': server, '/settings.json': server, '/client-errors': server } },
  test: { include: ['test/**/*.test.{ts,tsx}'] },
});
