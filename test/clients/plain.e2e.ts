import { readFileSync } from 'node:fs';
import { ClientError, gql, GraphQLClient } from 'graphql-request';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../app.js';
import { Booking } from '../booking.js';
import { FaultProxy } from '../faults/proxy.js';
import { Make } from '../make.js';
import { formErrors } from './recipes/form-errors.js';
import { placeOrder } from './recipes/place-order.js';

let app: TestApp;
let make: Make;

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
});

afterAll(() => app.stop());

describe('graphql-request', () => {
  it('is given the data, and an error with the code of a refusal', async () => {
    const client = new GraphQLClient(`${app.url}/graphql`);
    const { title, id } = await make.space();
    const query = gql`
      query ($id: ID!) {
        space(id: $id) {
          title
        }
      }
    `;
    expect(await client.request(query, { id })).toEqual({ space: { title } });
    const unknown = await client.request(query, { id: 'none' }).catch((error: ClientError) => error);
    expect(unknown).toBeInstanceOf(ClientError);
    expect((unknown as ClientError).response.errors?.[0]?.extensions).toEqual({ code: 'NOT_FOUND' });
    const like = client.request('mutation ($id: ID!) { likeSpace(id: $id) { id } }', { id });
    await expect(like).rejects.toMatchObject({
      response: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
  });
});

describe('fetch', () => {
  it('uploads a recording as it is, and plays a part of it', async () => {
    const { token } = await make.guest();
    const bytes = readFileSync(new URL('../fixtures/tagged.m4a', import.meta.url));
    const response = await fetch(`${app.url}/recordings/${encodeURIComponent('합주 1.m4a')}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
      body: new Blob([bytes]),
    });
    expect(response.status).toBe(201);
    const recording: any = await response.json();
    expect(recording).toMatchObject({ fileName: '합주 1.m4a', contentType: 'audio/mp4', size: bytes.length });
    const part = await fetch(recording.streamUrl, { headers: { range: 'bytes=10-19' } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
  });
});

describe('an order whose answer is lost', () => {
  let line: FaultProxy;

  afterEach(() => line.stop());

  it('is asked for again, and placed once', async () => {
    line = await FaultProxy.before(Number(new URL(app.url).port));
    const { id: spaceId } = await make.space();
    const { id, token } = await make.guest();
    let cut = 0;
    line.judge = (bytes) => {
      if (!bytes.includes('placeOrder') || cut === 2) return 'pass';
      cut += 1;
      // First it never arrives; then it is done, and nobody hears of it.
      return cut === 1 ? 'cut before' : 'cut after';
    };
    const wish = { spaceId, date: '2026-12-24', option: 'DAY', headCount: 4 };
    const server = `http://127.0.0.1:${line.port}`;
    const order = await placeOrder(server, token, wish);
    expect(cut).toBe(2);
    expect(order).toMatchObject({ __typename: 'Order', price: 30_000 });
    const { data } = await app.run('{ me { orders { nodes { id status } } } }', {}, token);
    expect(data.me.orders.nodes).toEqual([{ id: order.id, status: 'WAITING' }]);
    expect(await new Booking(app).points(id)).toBe(1_000_000);
  });

  it('is not asked for again when it is refused', async () => {
    line = await FaultProxy.before(Number(new URL(app.url).port));
    let sent = 0;
    line.judge = (bytes) => {
      if (bytes.includes('placeOrder')) sent += 1;
      return 'pass';
    };
    const { token } = await make.guest();
    const wish = { spaceId: 'none', date: '2026-12-24', option: 'DAY', headCount: 4 };
    await expect(placeOrder(`http://127.0.0.1:${line.port}`, token, wish)).rejects.toThrow(
      'There is no such space.',
    );
    expect(sent).toBe(1);
  });
});

describe('the errors of a form', () => {
  const signUp = async (input: object) => {
    const query = 'mutation ($input: SignUpInput!) { signUp(input: $input) { user { id } } }';
    return formErrors((await app.run(query, { input })).errors ?? []);
  };
  const right = { email: 'form@example.com', password: 'correct horse battery', nickname: '손님' };

  it.each([
    ['a rule', { password: 'short' }, { 'input.password': 'must have 10 to 128 characters' }],
    ['the type of a field', { email: 'nope' }, { 'input.email': 'must be an email address' }],
    ['what is left out', { nickname: undefined }, { 'input.nickname': 'is required' }],
  ])('stand at their fields: by %s', async (_, wrong, errors) => {
    expect(await signUp({ ...right, ...wrong })).toEqual(errors);
  });

  it('stand at the field that somebody else has taken meanwhile', async () => {
    expect(await signUp(right)).toEqual({});
    expect(await signUp(right)).toEqual({ 'input.email': 'There is an account with this email already.' });
  });

  it('stand at no field when they are about none', async () => {
    const query = 'mutation ($input: LogInInput!) { logIn(input: $input) { accessToken } }';
    const input = { email: 'nobody@example.com', password: 'correct horse battery' };
    expect(formErrors((await app.run(query, { input })).errors ?? [])).toEqual({
      '': 'Email or password is wrong.',
    });
  });
});
