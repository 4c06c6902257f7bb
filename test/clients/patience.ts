/** For what comes back after some seconds, and for a machine that has much to do. */
export const patience = { timeout: 30_000 };
