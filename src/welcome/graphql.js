/** A refusal or failure of the API, with the stable code of `extensions.code` (or NETWORK when nobody answered). */
export class ApiError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

let authorization = {};

/** Lets every later request be made by the holder of this access token; null: by nobody. */
export function authorize(accessToken) {
  authorization = accessToken ? { authorization: `Bearer ${accessToken}` } : {};
}

/**
 * Sends one GraphQL operation to this server.
 * @param {string} query one named operation
 * @param {object} [variables] entries that are undefined are not sent
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ data: object, error: ApiError | null }>} `error` is set when only a part of the data is missing
 * @throws {ApiError} when there is no data at all
 */
export async function request(query, variables = {}, signal) {
  const operationName = /\b(?:query|mutation) (\w+)/.exec(query)?.[1];
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...authorization,
    },
    body: JSON.stringify({ query, variables, operationName }),
    signal,
  }).catch((cause) => {
    if (cause.name === 'AbortError') throw cause;
    throw new ApiError('NETWORK', cause.message);
  });
  const body = await response.json().catch((cause) => {
    if (cause.name === 'AbortError') throw cause;
    return null;
  });
  const [first] = body?.errors ?? [];
  const error = first ? new ApiError(first.extensions?.code ?? 'INTERNAL', first.message) : null;
  const hasData = Object.values(body?.data ?? {}).some((value) => value !== null);
  if (!hasData && error) throw error;
  if (!body?.data) throw new ApiError(`HTTP ${response.status}`, response.statusText || 'No GraphQL answer');
  return { data: body.data, error };
}
