import { createClient } from '/welcome/graphql-ws/client.js';

const CHANGES = `subscription Changes($id: ID!) { availabilityChanged(spaceId: $id) { date day night all } }`;
const PING_MS = 20_000;
const PONG_MS = 5_000;
const RESUME_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/**
 * Tells of every change of a room until `signal` is aborted. A lost connection is tried again, waiting longer each time.
 * @param {string} spaceId
 * @param {{ onDay(day: object): void, onConnection(isOpen: boolean): void }} listener what happened while the
 * connection was closed is not told: on each opening one asks for it
 * @param {AbortSignal} signal
 */
export async function watchRoom(spaceId, { onDay, onConnection }, signal) {
  let silence;
  const client = createClient({
    url: `${location.origin.replace('http', 'ws')}/graphql`,
    keepAlive: PING_MS,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (retries) => pause(Math.min(500 * 2 ** retries, LONGEST_WAIT_MS) * (0.5 + Math.random())),
    on: {
      connected: () => onConnection(true),
      closed: () => {
        clearTimeout(silence);
        if (!signal.aborted) onConnection(false);
      },
      // A connection that went away without a word answers no ping.
      ping: (received) => {
        if (!received) silence = setTimeout(() => client.terminate(), PONG_MS);
      },
      pong: (received) => received && clearTimeout(silence),
    },
  });
  const changes = { query: CHANGES, variables: { id: spaceId } };
  const listen = () =>
    new Promise((complete, error) => {
      const next = ({ data }) => data && onDay(data.availabilityChanged);
      signal.addEventListener('abort', client.subscribe(changes, { next, error, complete }));
    });
  try {
    // A server that stops completes what it tells; the next one goes on.
    while (!signal.aborted) {
      await listen();
      await pause(RESUME_MS);
    }
  } catch {
    // Nothing more will be told, as of a room that is gone.
    onConnection(false);
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
