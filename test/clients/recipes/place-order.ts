const PLACE = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    __typename
    ... on Order { id price holdExpiresAt }
    ... on SlotTaken { message nextFreeDates }
  }
}`;
const again = new Set(['UNAVAILABLE', 'RATE_LIMITED']);

/** Holds a slot once, however often it has to be asked for: the key is made here, and every attempt sends it. */
export async function placeOrder(server: string, accessToken: string, wish: object) {
  const input = { ...wish, idempotencyKey: crypto.randomUUID() };
  for (let attempt = 1; ; attempt += 1) {
    const answer: any = await fetch(`${server}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ query: PLACE, variables: { input } }),
    })
      .then((response) => response.json())
      // No answer, or none of this server: whether it was done is not known.
      .catch((error) => ({ errors: [{ message: error.message, extensions: { code: 'UNAVAILABLE' } }] }));
    if (!answer.errors) return answer.data.placeOrder;

    const [{ message, extensions }] = answer.errors;
    if (!again.has(extensions.code) || attempt === 5) throw new Error(message);
    const seconds = extensions.retryAfter ?? 0.25 * 2 ** attempt;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}
