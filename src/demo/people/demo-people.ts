/** The accounts of the demo that anybody may sign in to. */
export const demoLogins = [
  { role: 'guest', email: 'guest@hapju.demo', nickname: '데모 손님' },
  { role: 'host', email: 'host@hapju.demo', nickname: '데모 호스트' },
  { role: 'admin', email: 'admin@hapju.demo', nickname: '데모 관리자' },
] as const;

/** The password of all of them. */
export const demoPassword = 'hapju demo 2026';
