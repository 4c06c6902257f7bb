import { lstat, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphQLScalarType } from 'graphql';
import GraphQLUpload from 'graphql-upload/GraphQLUpload.mjs';
import type { FileUpload } from 'graphql-upload/processRequest.mjs';
import { AppError, BadInput, ErrorCode } from '../errors.js';

/** A file of a multipart request; it comes in while the operation runs already. */
export type UploadedFile = Promise<FileUpload>;

const config = GraphQLUpload.toConfig();

export const UploadScalar = new GraphQLScalarType({
  ...config,
  parseValue: (value) => {
    const file = (config.parseValue(value) as UploadedFile).catch((error: unknown) => {
      throw refusalOf(error);
    });
    // Nest waits for a file before it calls the operation, which may have been refused by then.
    file.catch(() => undefined);
    return file;
  },
  description:
    'A file, sent as a part of a GraphQL multipart request with one of the headers `apollo-require-preflight` and `x-apollo-operation-name`; at most 10 files of 50 MiB in a request. Only for the signed in.',
});

/** What is said about a multipart request that cannot be read to its end. */
export function refusalOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { status, message } = error as { status?: unknown; message: string };
  if (status === 413) return new AppError(ErrorCode.PAYLOAD_TOO_LARGE, message);
  return new AppError(
    ErrorCode.BAD_USER_INPUT,
    status === 400 ? message : 'The multipart request cannot be read.',
  );
}

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
    if (refusalOf(error).code === ErrorCode.PAYLOAD_TOO_LARGE) throw new FileTooLarge(argument, mostBytes);
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

/**
 * Removes the files of requests that a killed process has left in the folder for temporary files. What cannot be
 * removed stays: it may be somebody else's.
 * @param now milliseconds since the epoch
 */
export async function removeStaleFiles(now: number, folder = tmpdir()): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => /^capacitor-[\da-f]+\.tmp$/.test(name))) {
    const path = join(folder, name);
    const stats = await lstat(path).catch(() => null);
    if (stats?.isFile() && now - stats.mtimeMs > staleMs)
      await rm(path, { force: true }).catch(() => undefined);
  }
}
