/** USER: everybody. ADMIN: may also manage tracks, reference data and points. */
export type Role = 'USER' | 'ADMIN';

/** Who is asking. */
export interface Viewer {
  readonly id: string;
  readonly role: Role;
  /** The session the access token belongs to. */
  readonly sessionId: string;
}
