import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './error-answer.ts';
import { problemDocument } from './problem.ts';

/**
 * Handler of unknown paths: the console for a browser that follows a link into it, otherwise a 404 problem document.
 */
export function answerNotFound(hasConsole: boolean) {
  return function notFound(request: FastifyRequest, reply: FastifyReply): void {
    const [path = ''] = request.url.split('?');
    const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
    // A path with a dot is a file: a page instead of a missing script would give a misleading error in the browser.
    if (hasConsole && wantsPage && !path.startsWith('/api/') && !path.includes('.')) {
      reply.code(200).sendFile('index.html');
      return;
    }
    sendProblem(
      reply,
      problemDocument(404, 'There is nothing at this address; /api/openapi.json lists what there is.'),
    );
  };
}
