import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../app.js';
import { Make } from '../make.js';
import { signUpWithApollo } from './apollo.js';
import { forgetRequests, renewals, requests } from './requests.js';

const minute = 60_000;

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});

afterAll(() => app.stop());

describe('a session whose access token has run out', () => {
  const ME = gql`
    query Me {
      me {
        id
      }
    }
  `;
  const POINTS = gql`
    query Points {
      me {
        id
        points
      }
    }
  `;

  it('is renewed once for all that were under way, and each is answered', async () => {
    const { client, session, id } = await signUpWithApollo(app);
    const { accessToken, refreshToken } = session;
    app.clock.advance(16 * minute);
    forgetRequests();

    const queries = [ME, POINTS, ME, POINTS, ME].map((query) =>
      client.query<any>({ query, fetchPolicy: 'no-cache', context: { queryDeduplication: false } }),
    );
    const answers = await Promise.all(queries);
    expect(answers.map(({ data }) => data.me.id)).toEqual(Array(5).fill(id));
    expect(renewals()).toBe(1);
    expect(requests()).toHaveLength(5 + 1 + 5);
    expect(session.accessToken).not.toBe(accessToken);
    expect(session.refreshToken).not.toBe(refreshToken);

    forgetRequests();
    await client.query({ query: ME, fetchPolicy: 'no-cache' });
    expect(requests()).toHaveLength(1);
  });

  it('is renewed for an upload, whose file is sent again', async () => {
    const { client } = await signUpWithApollo(app);
    app.clock.advance(16 * minute);
    const bytes = readFileSync(new URL('../fixtures/cbr.mp3', import.meta.url));
    const { data } = await client.mutate<any>({
      mutation: gql`
        mutation Upload($file: Upload!) {
          uploadRecording(file: $file) {
            id
            size
            sha256
          }
        }
      `,
      variables: { file: new File([bytes], '합주.mp3') },
    });
    expect(data.uploadRecording).toMatchObject({
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  it('that is over leaves nobody signed in, and each operation says so', async () => {
    const { client, session } = await signUpWithApollo(app);
    const { refreshToken } = session;
    await app.run('mutation ($t: String!) { logOut(refreshToken: $t) }', { t: refreshToken });
    app.clock.advance(16 * minute);
    forgetRequests();
    const like = client.mutate({
      mutation: gql`
        mutation {
          likeSpace(id: "1") {
            id
          }
        }
      `,
    });
    await expect(like).rejects.toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(session).toMatchObject({ accessToken: '', refreshToken: '' });
    expect(requests()).toHaveLength(3);
    expect((await client.query<any>({ query: ME, fetchPolicy: 'no-cache' })).data).toEqual({ me: null });
  });
});

describe('uploads', () => {
  it('register a room with its pictures, and the cache has it', async () => {
    const { client } = await signUpWithApollo(app);
    const picture = (width: number) =>
      sharp({ create: { width, height: 60, channels: 3, background: 'teal' } })
        .jpeg()
        .toBuffer();
    const images = [new File([await picture(80)], '앞.jpg'), new File([await picture(90)], '뒤.jpg')];
    const input = {
      ...{ title: '망원 합주실', subtitle: '드럼', address: '서울특별시 마포구 망원로 1', maxCount: 6 },
      ...{ categoryId: '1', districtId: '11440', options: [{ option: 'DAY', price: 30_000 }] },
    };
    const { data } = await client.mutate<any>({
      mutation: gql`
        mutation Create($input: CreateSpaceInput!, $images: [Upload!]!) {
          createSpace(input: $input, images: $images) {
            id
            title
            images {
              id
              width
              position
            }
          }
        }
      `,
      variables: { input, images },
    });
    expect(data.createSpace.images).toMatchObject([{ width: 80 }, { width: 90 }]);
    const kept = client.cache.readFragment<any>({
      id: `Space:${data.createSpace.id}`,
      fragment: gql`
        fragment Title on Space {
          title
        }
      `,
    });
    expect(kept.title).toBe('망원 합주실');
  });

  it('that are refused say why, as any operation does', async () => {
    const { client } = await signUpWithApollo(app);
    const upload = client.mutate({
      mutation: gql`
        mutation ($file: Upload!) {
          uploadRecording(file: $file) {
            id
          }
        }
      `,
      variables: { file: new File(['no music'], 'a.mp3') },
    });
    await expect(upload).rejects.toMatchObject({
      errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }],
    });
  });
});

describe.each([false, true])('persisted queries, by GET: %s', (useGETForHashedQueries) => {
  it('are sent once, and by their hash from then on, by whomever', async () => {
    const space = await new Make(app).space({ title: `방 ${useGETForHashedQueries}` });
    const query = gql(`query Space${useGETForHashedQueries}($id: ID!) { space(id: $id) { id title } }`);
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const ask = async () => {
      const persisted = new PersistedQueryLink({ sha256, useGETForHashedQueries });
      const link = persisted.concat(new HttpLink({ uri: `${app.url}/graphql` }));
      const client = new ApolloClient({ cache: new InMemoryCache(), link });
      forgetRequests();
      const { data } = await client.query<any>({ query, variables: { id: space.id } });
      expect(data.space.title).toBe(space.title);
      return requests().map(({ method, text }) => [method, text.includes('title')]);
    };
    const byHash = [useGETForHashedQueries ? 'GET' : 'POST', false];
    expect(await ask()).toEqual([byHash, ['POST', true]]);
    expect(await ask()).toEqual([byHash]);
    expect(await ask()).toEqual([byHash]);
  });
});

describe('an operation that cannot be run', () => {
  it('is told with its code, and not as a failure of the network', async () => {
    const { client } = await signUpWithApollo(app);
    const query = gql`
      query Page($first: Int!) {
        spaces(first: $first) {
          edges {
            cursor
          }
        }
      }
    `;
    await expect(client.query({ query, variables: { first: 'many' } })).rejects.toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    await expect(client.query({ query, variables: { first: 101 } })).rejects.toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } }],
    });
  });
});
