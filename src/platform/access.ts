import { SetMetadata } from '@nestjs/common';

/** Who may call an operation: the signed in unless it says otherwise, so that forgetting it shuts a door. */
export type Access = 'SIGNED_IN' | 'PUBLIC' | 'ANONYMOUS';

export const accessKey = Symbol('access');

/** Anybody may call it. A token that comes along is checked all the same: a client must learn that it has run out. */
export const Public = () => SetMetadata(accessKey, 'PUBLIC' satisfies Access);

/** Anybody may call it, and a token that comes along is not looked at: what signs in, renews and ends sessions. */
export const Anonymous = () => SetMetadata(accessKey, 'ANONYMOUS' satisfies Access);

/**
 * Says who may send files, before any of their bytes are read. `auth`, which lies to the right and knows people,
 * answers it.
 */
export abstract class UploadGate {
  /** @throws AppError for whoever may not; `authorization` is every value of that header */
  abstract check(authorization: readonly string[]): Promise<void>;
}
