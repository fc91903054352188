import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './error-answer.ts';
import { problemDocument } from './problem.ts';

/** What is not there: a page of the console for a browser that follows a link, else a problem document. */
export function answerNotFound(hasConsole: boolean) {
  return function notFound(request: FastifyRequest, reply: FastifyReply): void {
    const [path = ''] = request.url.split('?');
    const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
    // A path with a dot names a file; a page in place of a missing script would fail far from its cause.
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
