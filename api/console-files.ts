import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { ApiServer } from './api-server.ts';

const MISSING = `The console is not built: there is no index.html in its folder. Run: npm start
控制台尚未构建：其目录中没有 index.html。请运行：npm start
The API works without it: /api/openapi.json
`;

/** Serves the files of the built console without a session: they contain no data of the city. */
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
      // Names below assets/ contain a hash of the content; every other file is revalidated.
      const isHashed = /[/\\]assets[/\\]/.test(path);
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  // The reply is not returned: Fastify would await it, and add listeners for each file.
  app.get<{ Params: { '*': string } }>('/*', route, (request, reply) => {
    reply.sendFile(request.params['*'] === '' ? 'index.html' : request.params['*']);
  });
}
