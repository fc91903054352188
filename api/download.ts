import type { FastifyReply } from 'fastify';

/** Makes a browser save the response under a file name; characters that file systems do not allow become hyphens. */
export function asDownload(reply: Pick<FastifyReply, 'header'>, name: string): void {
  const fileName = name.replaceAll(/[^\w.-]+/g, '-');
  reply.header('content-disposition', `attachment; filename="${fileName}"`);
}
