import { ACCEPT, ApiError, authorized, operation, readAnswer } from './graphql.js';

/** Bytes that a recording may have at most. */
const LARGEST_RECORDING = 200_000_000;

/**
 * Stores a recording by `PUT /recordings/:fileName`.
 * @param {{ onProgress(share: number): void, signal: AbortSignal }} progress `share`: 0 to 1 of its bytes are sent
 * @returns {Promise<object>} the recording
 * @throws {ApiError}, or the reason of the signal
 */
export async function putRecording(file, fileName, progress) {
  // Told at once, instead of after the bytes the connection takes before the server is heard.
  if (file.size > LARGEST_RECORDING) {
    throw new ApiError('PAYLOAD_TOO_LARGE', `A recording may have ${LARGEST_RECORDING} bytes at most.`);
  }
  return authorized(async (token) => {
    const { status, statusText, response } = await transmit(
      'PUT',
      `/recordings/${encodeURIComponent(fileName)}`,
      {
        headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${token}` },
        body: file,
        ...progress,
      },
    );
    if (status === 201) return response;
    const { code = `HTTP ${status}`, message = statusText, ...details } = response?.error ?? {};
    throw new ApiError(code, message, details);
  });
}

/**
 * Sends one GraphQL operation whose variable `images` is a list of files, as a multipart request
 * (https://github.com/jaydenseric/graphql-multipart-request-spec).
 * @returns {Promise<object>} its data
 */
export function requestWithImages(query, variables, images, progress) {
  const form = new FormData();
  form.append(
    'operations',
    JSON.stringify(operation(query, { ...variables, images: images.map(() => null) })),
  );
  form.append(
    'map',
    JSON.stringify(Object.fromEntries(images.map((_, index) => [index, [`variables.images.${index}`]]))),
  );
  for (const [index, image] of images.entries()) form.append(String(index), image, image.name);
  return authorized(async (token) => {
    const headers = { accept: ACCEPT, 'apollo-require-preflight': 'yes', authorization: `Bearer ${token}` };
    const answer = await transmit('POST', '/graphql', { headers, body: form, ...progress });
    return readAnswer(answer.response, answer).data;
  });
}

/** Sends a body and tells how far it is, which `fetch` cannot. */
function transmit(method, url, { headers, body, onProgress, signal }) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const exchange = new XMLHttpRequest();
    exchange.open(method, url);
    exchange.responseType = 'json';
    for (const [name, value] of Object.entries(headers)) exchange.setRequestHeader(name, value);
    exchange.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 1),
    );
    exchange.addEventListener('load', () => resolve(exchange));
    exchange.addEventListener('error', () => reject(new ApiError('NETWORK', 'The connection was cut.')));
    exchange.addEventListener('abort', () => reject(signal.reason));
    signal.addEventListener('abort', () => exchange.abort());
    exchange.send(body);
  });
}
