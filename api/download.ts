import type { FastifyReply } from 'fastify';

/** Has the browser save the answer under a name; what no file system likes becomes a hyphen. */
export function asDownload(reply: Pick<FastifyReply, 'header'>, name: string): void {
  const fileName = name.replaceAll(/[^\w.-]+/g, '-');
  reply.header('content-disposition', `attachment; filename="${fileName}"`);
}
