import type { ServerResponse } from 'node:http';

/** Writes the answer of a call to a stand-in of an outside API. */
export type StubAnswer = (response: ServerResponse) => void;

const json = 'application/json;charset=UTF-8';

/** Text as the body, whatever it is. */
export function textAnswer(status: number, text: string, headers: Record<string, string> = {}): StubAnswer {
  return (response) => void response.writeHead(status, { 'content-type': json, ...headers }).end(text);
}

export function jsonAnswer(status: number, value: unknown): StubAnswer {
  return textAnswer(status, JSON.stringify(value));
}

/** What a proxy in front of an API says when there is nobody behind it. */
export const badGateway: StubAnswer = (response) =>
  void response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');

/** The request is taken, and no answer ever comes. */
export const hang: StubAnswer = () => undefined;

/** The head comes at once, and then a blank every so often, without end. */
export const slowBody: StubAnswer = (response) => {
  response.writeHead(200, { 'content-type': json });
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
};

/** A good answer, after `ms`. */
export function late(ms: number, answer: StubAnswer): StubAnswer {
  return (response) => void setTimeout(() => answer(response), ms);
}

/** A good answer with ten megabytes of blanks in front. */
export function huge(text: string): StubAnswer {
  return textAnswer(200, ' '.repeat(10_000_000) + text);
}

/** Sends the client elsewhere, with an answer that would do. */
export function redirect(location: string, text: string): StubAnswer {
  return textAnswer(302, text, { location });
}

/** The connection breaks in the middle of the answer. */
export const cutOff: StubAnswer = (response) => {
  response.writeHead(200, { 'content-type': json, 'content-length': '1000' });
  response.write('{"id":', () => response.destroy());
};
