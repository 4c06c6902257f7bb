const server = 'http://localhost:3000';
let accessToken = '';

async function ask(query, variables = {}) {
  const response = await fetch(`${server}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

// 1. Sign in, as the guest of the demo.
const { logIn } = await ask(`mutation {
  logIn(input: { email: "guest@hapju.demo", password: "hapju demo 2026" }) { accessToken user { nickname points } }
}`);
accessToken = logIn.accessToken;
console.log(logIn.user);

// 2. Find the cheapest practice room that is free by day in a week.
const date = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
const { spaces } = await ask(
  `query ($date: LocalDate!) {
    spaces(filter: { search: "합주실", date: $date, option: DAY }, sort: PRICE_ASC, first: 1) {
      nodes { id title fromPrice minCount district { name } }
    }
  }`,
  { date },
);
const [room] = spaces.nodes;
console.log(room);

// 3. Hold it for ten minutes.
const wish = { spaceId: room.id, date, option: 'DAY', headCount: room.minCount };
const { placeOrder } = await ask(
  `mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      ... on Order { id price holdExpiresAt }
      ... on SlotTaken { message nextFreeDates }
    }
  }`,
  { input: { ...wish, idempotencyKey: crypto.randomUUID() } },
);
console.log(placeOrder);

// 4. Pay with points.
const booker = { name: '김합주', phone: '010-1234-5678' };
const { completeOrder } = await ask(
  `mutation ($id: ID!, $input: CompleteOrderInput!) {
    completeOrder(id: $id, input: $input) {
      ... on Order { status date option space { title } }
      ... on InsufficientPoints { message needed balance }
      ... on SlotTaken { message }
    }
  }`,
  { id: placeOrder.id, input: { booker, idempotencyKey: crypto.randomUUID() } },
);
console.log(completeOrder);

// 5. Something to play: open the address in a browser, and move the seek bar.
const { tracks } = await ask('{ tracks(first: 1) { nodes { title artist streamUrl } } }');
console.log(tracks.nodes[0]);
