import { lstat, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphQLScalarType } from 'graphql';
import GraphQLUpload from 'graphql-upload/GraphQLUpload.mjs';
import type { FileUpload } from 'graphql-upload/processRequest.mjs';
import { AppError, BadInput, ErrorCode } from '../errors.js';

/** A file of a multipart request; it comes in while the operation runs already. */
export type UploadedFile = Promise<FileUpload>;

export const UploadScalar = new GraphQLScalarType({
  ...GraphQLUpload.toConfig(),
  description:
    'A file, sent as a part of a GraphQL multipart request with one of the headers `apollo-require-preflight` and `x-apollo-operation-name`; at most 10 files of 50 MiB in a request. Only for the signed in.',
});

/** More bytes than a file of its kind may have. */
export class FileTooLarge extends AppError {
  constructor(argument: string, mostBytes: number) {
    const most = Math.floor(mostBytes / (1024 * 1024));
    super(ErrorCode.PAYLOAD_TOO_LARGE, `${argument}: must have at most ${most} MiB`, { argument });
  }
}

/**
 * The chunks of a file, no more than `mostBytes` of them.
 * @throws FileTooLarge as soon as the limit is passed, BadInput for a file that is missing, empty or cut off
 */
export async function* chunksOf(
  argument: string,
  file: UploadedFile,
  mostBytes: number,
): AsyncGenerator<Uint8Array, void> {
  let size = 0;
  try {
    const { createReadStream } = await file;
    for await (const chunk of createReadStream() as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > mostBytes) throw new FileTooLarge(argument, mostBytes);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    if ((error as { status?: unknown }).status === 413) throw new FileTooLarge(argument, mostBytes);
    throw new BadInput(argument, 'was not sent, or not to its end');
  }
  if (size === 0) throw new BadInput(argument, 'is empty');
}

/** The name a file was sent under: anything at all. */
export async function fileNameOf(argument: string, file: UploadedFile): Promise<string> {
  try {
    return (await file).filename;
  } catch {
    throw new BadInput(argument, 'was not sent');
  }
}

/** How long a request may take; a file older than this was left by a process that was killed. */
const staleMs = 3_600_000;

/** Removes the files of requests that a killed process has left in the folder for temporary files. */
export async function removeStaleFiles(now = Date.now()): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!/^capacitor-[\da-f]+\.tmp$/.test(name)) continue;
    const path = join(tmpdir(), name);
    const stats = await lstat(path).catch(() => null);
    if (stats?.isFile() && now - stats.mtimeMs > staleMs)
      await rm(path, { force: true }).catch(() => undefined);
  }
}
