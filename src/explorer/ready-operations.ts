/** An operation that stands ready in the explorer. Names of variables differ between them: Sandbox has one set for all. */
export interface ReadyOperation {
  readonly title: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly signedIn?: boolean;
}

/** What the operations are about. */
export interface Sample {
  /** A room that is free by day on `date`. */
  readonly spaceId: string;
  readonly date: string;
  /** A month after it. */
  readonly until: string;
  readonly email: string;
  readonly password: string;
  /** New with every page, so that a walk can be gone again. */
  readonly key: string;
}

/** A walk through the product, in order. `orderId` is where the id of the order stands that is placed on the way. */
export function readyOperations(sample: Sample, orderId: string): ReadyOperation[] {
  const { spaceId, date, until, email, password, key } = sample;
  return [
    {
      title: '1 Find a room',
      document: `# Rooms for four that are free on a date, cheapest first.
query FindRooms($filter: SpaceFilter) {
  spaces(filter: $filter, sort: PRICE_ASC, first: 5) {
    nodes { id title fromPrice averageRating district { name } images { url(width: 320) } }
    pageInfo { hasNextPage endCursor }
  }
}`,
      variables: { filter: { date, option: 'DAY', headCount: 4 } },
    },
    {
      title: '2 Look at it',
      document: `# One room: what it sells, and a month of its calendar.
query LookAtRoom($spaceId: ID!, $from: LocalDate!, $to: LocalDate!) {
  space(id: $spaceId) {
    title
    address
    options { option price }
    availability(from: $from, to: $to) { date day night all }
  }
}`,
      variables: { spaceId, from: date, to: until },
    },
    {
      title: '3 Sign in',
      document: `# Whatever follows wants the header \`Authorization: Bearer …\` with this access token.
mutation SignIn($credentials: LogInInput!) {
  logIn(input: $credentials) { accessToken refreshToken expiresAt user { nickname points } }
}`,
      variables: { credentials: { email, password } },
    },
    {
      title: '4 Book',
      document: `# Holds the day for ten minutes. The same key again gives the same order.
mutation Book($wish: PlaceOrderInput!) {
  placeOrder(input: $wish) {
    __typename
    ... on Order { id price status holdExpiresAt }
    ... on SlotTaken { message nextFreeDates heldUntil availability { day night } }
  }
}`,
      variables: { wish: { spaceId, date, option: 'DAY', headCount: 4, idempotencyKey: `book-${key}` } },
      signedIn: true,
    },
    {
      title: '5 Pay',
      document: `# Pays with points, with the id of the order that was placed.
mutation Pay($orderId: ID!, $payment: CompleteOrderInput!) {
  completeOrder(id: $orderId, input: $payment) {
    __typename
    ... on Order { status cancellationQuote { refund percent tiers { until percent } } }
    ... on InsufficientPoints { needed balance }
    ... on SlotTaken { message }
  }
}`,
      variables: {
        orderId,
        payment: { booker: { name: '김하늘', phone: '010-1234-5678' }, idempotencyKey: `pay-${key}` },
      },
      signedIn: true,
    },
    {
      title: '6 Cancel',
      document: `# Gives back what the quote said.
mutation Cancel($orderId: ID!, $cancelKey: String!) {
  cancelOrder(id: $orderId, idempotencyKey: $cancelKey) { status refund cancelledAt }
}`,
      variables: { orderId, cancelKey: `cancel-${key}` },
      signedIn: true,
    },
    {
      title: '7 Upload',
      document: `# An audio file of yours, as the variable \`file\`; nobody else hears it.
mutation Upload($file: Upload!) {
  uploadRecording(file: $file) { id fileName contentType durationSeconds streamUrl }
}`,
      variables: { file: null },
      signedIn: true,
    },
    {
      title: '8 Play',
      document: `# Put a \`streamUrl\` into <audio src>, or into the address bar.
query Play {
  tracks(first: 3) { nodes { title artist durationSeconds streamUrl artworkUrl } }
}`,
      variables: {},
    },
    {
      title: '9 Watch',
      document: `# Run it, then book, pay and cancel in another tab.
subscription Watch($spaceId: ID!) {
  availabilityChanged(spaceId: $spaceId) { date day night all }
}`,
      variables: { spaceId },
    },
  ];
}
