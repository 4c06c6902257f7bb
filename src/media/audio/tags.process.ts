import { once } from 'node:events';
import { readTags } from './file-tags.js';
import { chunksFrom } from './worker-file.js';

/** What the process does: reads the tags of the file it is given, and answers with them. */
process.once('disconnect', () => process.exit());
const [size, contentType = ''] = process.argv.slice(2);
const chunks = chunksFrom(() => {
  const answer = once(process, 'message');
  process.send?.('more');
  return answer;
});
process.send?.(await readTags(chunks, { size: Number(size), contentType }));
