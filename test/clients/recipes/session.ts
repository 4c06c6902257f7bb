import { ApolloLink } from '@apollo/client';
import { from, of, switchMap } from 'rxjs';

const REFRESH = `mutation ($token: String!) {
  refreshSession(refreshToken: $token) { accessToken refreshToken }
}`;

/** Who is signed in, as signing in answers it; keep `refreshToken` where a reload finds it. */
export class Session {
  accessToken = '';
  refreshToken = '';
  private renewing: Promise<void> | null = null;

  constructor(private readonly endpoint: string) {}

  /** However many ask at once, one request spends the refresh token. */
  renew(): Promise<void> {
    return (this.renewing ??= this.spend().finally(() => (this.renewing = null)));
  }

  private async spend(): Promise<void> {
    const response = await fetch(this.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: REFRESH, variables: { token: this.refreshToken } }),
    });
    const { data, errors }: any = await response.json();
    if (data) Object.assign(this, data.refreshSession);
    // The session is over. Anything else may pass, so the token is kept.
    else if (errors[0].extensions.code === 'UNAUTHENTICATED') this.accessToken = this.refreshToken = '';
  }
}

/** Sends the access token with every operation; when it has run out, renews it and sends the operation again. */
export const sessionLink = (session: Session) =>
  new ApolloLink((operation, forward) => {
    const sentWith = session.accessToken;
    const send = () => {
      const { accessToken } = session;
      operation.setContext({ headers: accessToken ? { authorization: `Bearer ${accessToken}` } : {} });
      return forward(operation);
    };
    return send().pipe(
      switchMap((result) => {
        const isOut = result.errors?.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED');
        if (!isOut || !sentWith) return of(result);
        const renewed = session.accessToken === sentWith ? session.renew() : Promise.resolve();
        return from(renewed).pipe(switchMap(send));
      }),
    );
  });
