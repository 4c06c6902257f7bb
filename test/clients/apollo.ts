import './web-socket.js';
import type { ApolloClient } from '@apollo/client';
import type { TestApp } from '../app.js';
import { createApolloClient } from './recipes/client.js';
import { Session } from './recipes/session.js';

let people = 0;

/** Somebody with an account and an Apollo Client, made as the README says. */
export interface ApolloUser {
  readonly id: string;
  readonly client: ApolloClient;
  readonly session: Session;
}

/** Signs somebody up; `server` is where the client asks, when that is not the application itself. */
export async function signUpWithApollo(app: TestApp, server = app.url): Promise<ApolloUser> {
  const input = {
    email: `apollo${(people += 1)}@example.com`,
    password: 'correct horse battery',
    nickname: '손님',
  };
  const { data } = await app.run(
    'mutation ($input: SignUpInput!) { signUp(input: $input) { accessToken refreshToken user { id } } }',
    { input },
  );
  const { accessToken, refreshToken, user } = data.signUp;
  const session = new Session(`${server}/graphql`);
  Object.assign(session, { accessToken, refreshToken });
  return { id: user.id, client: createApolloClient(server, session), session };
}
