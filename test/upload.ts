import { type ClientRequest, request } from 'node:http';
import type { Answer, TestApp } from './app.js';

/** Where a request goes. */
type Door = Pick<TestApp, 'url'>;

/** A file to send. */
export interface Part {
  readonly bytes: Uint8Array;
  readonly name?: string;
  readonly type?: string;
}

/** Sends a GraphQL multipart request whose `files` are the elements of the variable `images`. */
export async function upload(
  app: Door,
  query: string,
  variables: Record<string, unknown>,
  files: readonly Part[],
  token?: string,
  headers: Record<string, string> = { 'apollo-require-preflight': 'yes' },
): Promise<Answer> {
  const form = new FormData();
  const empty = { ...variables, images: files.map(() => null) };
  form.append('operations', JSON.stringify({ query, variables: empty }));
  form.append(
    'map',
    JSON.stringify(Object.fromEntries(files.map((_, index) => [index, [`variables.images.${index}`]]))),
  );
  for (const [index, { bytes, name = 'a.png', type = 'image/png' }] of files.entries()) {
    form.append(String(index), new Blob([new Uint8Array(bytes)], { type }), name);
  }
  return send(app, form, headers, token);
}

/** Begins the same request, and sends its first file and half of the second; whatever follows never comes. */
export function uploadHalf(
  { url }: Door,
  query: string,
  variables: Record<string, unknown>,
  files: readonly [Part, Part, ...Part[]],
  token: string,
): ClientRequest {
  const images = files.map(() => null);
  const map = Object.fromEntries(files.map((_, index) => [index, [`variables.images.${index}`]]));
  const part = (name: string) => `--b\r\ncontent-disposition: form-data; name="${name}"`;
  const filePart = (index: number) =>
    `${part(String(index))}; filename="a.png"\r\ncontent-type: image/png\r\n\r\n`;
  const sent = request(`${url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'apollo-require-preflight': 'yes',
      'content-type': 'multipart/form-data; boundary=b',
    },
  });
  sent.on('error', () => undefined);
  sent.write(
    `${part('operations')}\r\n\r\n${JSON.stringify({ query, variables: { ...variables, images } })}\r\n`,
  );
  sent.write(`${part('map')}\r\n\r\n${JSON.stringify(map)}\r\n${filePart(0)}`);
  sent.write(files[0].bytes);
  sent.write(`\r\n${filePart(1)}`);
  sent.write(files[1].bytes.subarray(0, files[1].bytes.length / 2));
  return sent;
}

/** Sends a GraphQL multipart request whose file is the variable `file`. */
export function uploadFile(app: Door, query: string, { bytes, name = 'a', type = '' }: Part, token?: string) {
  const form = new FormData();
  form.append('operations', JSON.stringify({ query, variables: { file: null } }));
  form.append('map', JSON.stringify({ 0: ['variables.file'] }));
  form.append('0', new Blob([new Uint8Array(bytes)], { type }), name);
  return send(app, form, { 'apollo-require-preflight': 'yes' }, token);
}

async function send(
  app: Door,
  form: FormData,
  headers: Record<string, string>,
  token?: string,
): Promise<Answer> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: form,
  });
  return (await response.json()) as Answer;
}
