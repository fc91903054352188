import { createReadStream, createWriteStream } from 'node:fs';
import { rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, crc32, createZstdCompress } from 'node:zlib';
import { sealOf } from '../format/seal.ts';
import { syncDirectory } from '../format/sync-directory.ts';

/**
 * Compresses a closed segment with zstd and adds a seal; the uncompressed file is removed when the other is durable.
 */
export async function compressSegment(directory: string, file: string): Promise<void> {
  const path = join(directory, file);
  const temporary = `${path}.zst.tmp`;
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: 1024 * 1024 }),
      createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
      sealed,
      createWriteStream(temporary, { mode: 0o600, flush: true }),
    );
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await rename(temporary, `${path}.zst`);
  await syncDirectory(directory);
  await unlink(path);
}

async function* sealed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let crc = 0;
  for await (const chunk of chunks) {
    crc = crc32(chunk, crc);
    yield chunk;
  }
  yield sealOf(crc);
}
