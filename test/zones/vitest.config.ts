import base from '../vitest.config.js';

/** What runs in a process of its own, in a time zone of its own. */
export default { ...base, test: { ...base.test, include: ['test/zones/in-zone.ts'] } };
