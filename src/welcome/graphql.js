/**
 * A refusal or failure of the API, with the stable code of `extensions.code` (or NETWORK when nobody answered) and
 * what else `extensions` tell.
 */
export class ApiError extends Error {
  constructor(code, message, details = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

const session = { token: null, renew: null, renewing: null };
/** Between which milliseconds the server's clock is ahead of this one. */
let ahead = null;

/** The server's time in milliseconds, as the `Date` of its answers (RFC 9110, section 6.6.1) tells it. */
export const serverNow = () => Date.now() + (ahead ? (ahead.from + ahead.to) / 2 : 0);

/**
 * Lets every later request be made by the holder of this access token; null: by nobody. Once it has run out, `renew`
 * is called to authorize the next one.
 */
export function authorize(token, renew) {
  Object.assign(session, { token, renew });
}

/**
 * Sends one GraphQL operation to this server; again with the next access token when this one has run out.
 * @param {string} query one named operation
 * @param {object} [variables] entries that are undefined are not sent
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ data: object, error: ApiError | null }>} `error` is set when only a part of the data is missing
 * @throws {ApiError} when there is no data at all
 */
export const request = (query, variables = {}, signal) =>
  authorized((token) => send(query, variables, token, signal));

/** Does what the access token is needed for (null: nobody is signed in); again with the next when it has run out. */
export async function authorized(action) {
  const { token } = session;
  try {
    return await action(token);
  } catch (error) {
    if (error.code !== 'UNAUTHENTICATED' || !token) throw error;
    if (token === session.token) await renewOnce();
    if (!session.token) throw error;
    return action(session.token);
  }
}

/** Sends an operation as nobody: those that sign in. */
export const requestAsNobody = (query, variables) => send(query, variables, null);

/** However many requests find their token out at once, one renews it for all. */
function renewOnce() {
  session.renewing ??= session.renew().finally(() => (session.renewing = null));
  return session.renewing;
}

/** What a GraphQL request consists of. */
export const operation = (query, variables) => ({
  query,
  variables,
  operationName: /\b(?:query|mutation) (\w+)/.exec(query)?.[1],
});

export const ACCEPT = 'application/graphql-response+json, application/json';

async function send(query, variables, token, signal) {
  const sent = Date.now();
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: ACCEPT,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(operation(query, variables)),
    signal,
  }).catch((cause) => {
    if (cause.name === 'AbortError') throw cause;
    throw new ApiError('NETWORK', cause.message);
  });
  setClock(response.headers.get('date'), sent);
  const body = await response.json().catch((cause) => {
    if (cause.name === 'AbortError') throw cause;
    return null;
  });
  return readAnswer(body, response);
}

/** What the body of a GraphQL response says; null: it was no JSON. */
export function readAnswer(body, { status, statusText }) {
  const [first] = body?.errors ?? [];
  const { code = 'INTERNAL', ...details } = first?.extensions ?? {};
  const error = first ? new ApiError(code, first.message, details) : null;
  const hasData = Object.values(body?.data ?? {}).some((value) => value !== null);
  if (!hasData && error) throw error;
  if (!body?.data) throw new ApiError(`HTTP ${status}`, statusText || 'No GraphQL answer');
  return { data: body.data, error };
}

/**
 * The header has whole seconds, cut off, so each answer says between which bounds the other clock is ahead; together
 * they say it more closely. Bounds that contradict tell that a clock was set.
 */
function setClock(date, sent) {
  const there = Date.parse(date ?? '');
  if (Number.isNaN(there)) return;
  const bounds = { from: there - Date.now(), to: there + 1000 - sent };
  const { from, to } = ahead ?? bounds;
  const both = { from: Math.max(from, bounds.from), to: Math.min(to, bounds.to) };
  ahead = both.from <= both.to ? both : bounds;
}
