import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { BadInput } from '../errors.js';

/** The body of a request as it comes. Who stops early leaves the connection whole, so that it can be answered. */
export async function* bodyOf(request: IncomingMessage): AsyncGenerator<Uint8Array, void> {
  try {
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } catch {
    throw new BadInput('body', 'has ended too early');
  }
}

/** The file of a form: its name as the client gave it, and its bytes. */
export interface FormFile {
  readonly fileName: string;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * The one part named `file` of a multipart body (RFC 7578). Its bytes end only when the whole form has ended, so that
 * nothing is kept of a form that turns out to be broken.
 * @throws BadInput, here or at the end of the bytes, for another part, a second file, none, or a form cut off
 */
export function readOnlyFile(request: IncomingMessage): Promise<FormFile> {
  return new Promise((resolve, reject) => {
    let file: BusboyFileStream | undefined;
    let fault: BadInput | undefined;
    let formEnds: () => void = () => undefined;
    let formFails: (why: BadInput) => void = () => undefined;
    const end = new Promise<void>((ends, fails) => {
      formEnds = ends;
      formFails = fails;
    });
    // Nobody may be listening when it fails.
    end.catch(() => undefined);
    const fail = (why: string) => {
      if (fault) return;
      fault = new BadInput('file', why);
      request.unpipe(form);
      formFails(fault);
      reject(fault);
      file?.destroy(fault);
    };
    const cutOff = () => fail('the form has ended too early');
    const form = parser(request);
    form.on('file', (field, stream, fileName) => {
      stream.on('error', cutOff);
      if (file || field !== 'file') {
        stream.resume();
        return fail('must be the only part of the form');
      }
      file = stream;
      resolve({ fileName: fileName ?? '', body: fileBody(stream, end) });
    });
    form.on('field', () => fail('must be the only part of the form'));
    form.on('error', cutOff);
    form.on('finish', () => (file ? formEnds() : fail('is missing in the form')));
    request.once('error', cutOff).once('aborted', cutOff);
    request.pipe(form);
  });
}

function parser({ headers }: IncomingMessage): BusboyInstance {
  try {
    return new Busboy({ headers: headers as BusboyHeaders, limits: { headerPairs: 20, fieldSize: 1024 } });
  } catch {
    throw new BadInput('file', 'the form has no boundary');
  }
}

async function* fileBody(stream: BusboyFileStream, end: Promise<void>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } catch (error) {
    // What went wrong with the form says more.
    await end;
    throw error;
  }
  await end;
}
