import base from '../vitest.config.js';

// Its projects would bring every other suite into each of these processes, this one's parent among them.
const { projects: _, ...test } = base.test ?? {};

/** What runs in a process of its own, in a time zone of its own. */
export default { ...base, test: { ...test, include: ['test/zones/in-zone.ts'] } };
