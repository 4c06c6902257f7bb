import { createServer, type IncomingMessage } from 'node:http';
import { FloorBookings } from './bookings.js';
import { FloorDatabase } from './database.js';
import { Reference } from './reference.js';
import { FloorSpaces } from './spaces.js';

// Started as: node server.js DATABASE_URL PORT PUBLIC_URL
const [databaseUrl = '', port, publicUrl = ''] = process.argv.slice(2);
const database = new FloorDatabase(databaseUrl);
const spaces = new FloorSpaces(database, await Reference.read(database, publicUrl), publicUrl);
const bookings = new FloorBookings(database);

const bodyOf = async (request: IncomingMessage): Promise<any> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
};

const answer = async (request: IncomingMessage): Promise<object> => {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const parameters = new URLSearchParams(query);
  switch (path) {
    case '/spaces':
      return spaces.list(parameters);
    case '/space':
      return spaces.detail(parameters.get('id') ?? '');
    case '/availability':
      return spaces.availability(parameters);
    case '/place':
      return bodyOf(request).then((body) => bookings.place(body));
    case '/pay':
      return bodyOf(request).then((body) => bookings.pay(body));
    default:
      throw new Error(`nothing at ${path}`);
  }
};

createServer((request, response) => {
  const send = (status: number, body: object) => {
    const text = Buffer.from(JSON.stringify(body));
    response
      .writeHead(status, { 'content-type': 'application/json', 'content-length': text.length })
      .end(text);
  };
  answer(request).then(
    (body) => send(200, body),
    (error: unknown) => send(500, { error: String(error) }),
  );
}).listen(Number(port), '127.0.0.1');
