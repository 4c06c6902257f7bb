import { createClient } from 'graphql-ws';

export interface Day {
  readonly date: string;
  readonly day: string;
  readonly night: string;
  readonly all: string;
}

const MONTH = `query ($id: ID!, $from: LocalDate!, $to: LocalDate!) {
  space(id: $id) { availability(from: $from, to: $to) { date day night all } }
}`;
const CHANGES = 'subscription ($id: ID!) { availabilityChanged(spaceId: $id) { date day night all } }';

/**
 * Shows the days of a room, and again whenever one of them changes; returns what ends it. What changes while the
 * connection is lost is told by nobody, so the month is read anew each time it is there.
 */
export function watchCalendar(
  server: string,
  { id, from, to }: { id: string; from: string; to: string },
  show: (days: readonly Day[]) => void,
): () => void {
  let month: readonly Day[] = [];
  const changes = new Map<string, Day>();
  const update = () => show(month.map((day) => changes.get(day.date) ?? day));

  const read = async () => {
    changes.clear();
    const response = await fetch(`${server}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: MONTH, variables: { id, from, to } }),
    });
    const { data }: any = await response.json();
    month = data.space.availability;
    update();
  };

  const client = createClient({
    url: `${server.replace('http', 'ws')}/graphql`,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    on: { connected: () => void read().catch(() => client.terminate()) },
  });
  client.subscribe<{ availabilityChanged: Day }>(
    { query: CHANGES, variables: { id } },
    {
      next: ({ data }) => {
        if (!data) return;
        changes.set(data.availabilityChanged.date, data.availabilityChanged);
        update();
      },
      error: console.error,
      complete: () => undefined,
    },
  );
  return () => void client.dispose();
}
