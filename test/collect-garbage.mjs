import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// Collects the garbage of the process when it gets a message, so that what it holds can be told from what it has left.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('message', () => {
  collect();
  process.send('collected');
});
// A server that stops does not stay for its messages.
process.channel.unref();
