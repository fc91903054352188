import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { ApiServer } from './api-server.ts';

const MISSING = `The console is not built: there is no index.html in its folder. Run: npx vite build console
控制台尚未构建：其目录中没有 index.html。请运行：npx vite build console
The API works without it: /api/openapi.json
`;

/** Serves the built console. Its files are no secret; what it shows comes from closed routes. */
export async function serveConsole(app: ApiServer, directory: string): Promise<void> {
  const route = { config: { isOpen: true }, schema: { hide: true } };
  if (!existsSync(join(directory, 'index.html'))) {
    app.get('/', route, async (_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send(MISSING));
    return;
  }
  await app.register(staticFiles, {
    root: directory,
    serve: false,
    cacheControl: false,
    dotfiles: 'ignore',
    setHeaders: (reply, path) => {
      // Vite puts a hash into the names below assets/; everything else is asked for anew.
      const isHashed = /[/\\]assets[/\\]/.test(path);
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  // Returns nothing: a reply that is returned is awaited, which adds listeners on each of the two ways to a file.
  app.get<{ Params: { '*': string } }>('/*', route, (request, reply) => {
    reply.sendFile(request.params['*'] === '' ? 'index.html' : request.params['*']);
  });
}
