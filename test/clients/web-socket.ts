import { WebSocket } from 'ws';

// What runs in browsers expects it; Node has it from version 22 on.
if (!('WebSocket' in globalThis)) Object.assign(globalThis, { WebSocket });
