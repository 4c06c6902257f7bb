import { AccountEntity } from './auth/account.entity.js';
import { KakaoLoginEntity, LocalLoginEntity } from './auth/login.entity.js';
import { RefreshTokenEntity, SessionEntity } from './auth/session.entity.js';
import { MediaEntity } from './media/media.entity.js';
import { RecordingEntity, RecordingUsageEntity } from './media/recording.entity.js';
import { Recordings1763683200010 } from './migrations/10-recordings.js';
import { PlaylistPlaces1763683200012 } from './migrations/12-playlist-places.js';
import { ReplicaBeat1763683200013 } from './migrations/13-replica-beat.js';
import { SpacePictures1763683200014 } from './migrations/14-space-pictures.js';
import { People1763683200001 } from './migrations/1-people.js';
import { Media1763683200002 } from './migrations/2-media.js';
import { Spaces1763683200003 } from './migrations/3-spaces.js';
import { Orders1763683200004 } from './migrations/4-orders.js';
import { Music1763683200005 } from './migrations/5-music.js';
import { ReferenceData1763683200006 } from './migrations/6-reference-data.js';
import { SignIn1763683200007 } from './migrations/7-sign-in.js';
import { Likes1763683200008 } from './migrations/8-likes.js';
import { Bookings1763683200009 } from './migrations/9-bookings.js';
import { PlaylistEntity, PlaylistTrackEntity, SoundtrackEntity } from './music/playlist.entity.js';
import { TrackEntity } from './music/track.entity.js';
import { ClaimEntity } from './orders/claim.entity.js';
import { IdempotencyEntity } from './orders/idempotency.entity.js';
import { LedgerLineEntity, LedgerTxEntity, WalletEntity } from './orders/ledger.entity.js';
import { OrderEntity } from './orders/order.entity.js';
import type { Tables } from './platform/database/data-source.js';
import { LikeEntity } from './spaces/like.entity.js';
import { CategoryEntity, DistrictEntity, FacilityEntity } from './spaces/reference.entity.js';
import { ReviewEntity } from './spaces/review.entity.js';
import { SpaceImageEntity } from './spaces/space-image.entity.js';
import { SpaceEntity } from './spaces/space.entity.js';

/** Every table of the system and its history. */
export const tables: Tables = {
  entities: [
    AccountEntity,
    LocalLoginEntity,
    KakaoLoginEntity,
    SessionEntity,
    RefreshTokenEntity,
    MediaEntity,
    RecordingEntity,
    RecordingUsageEntity,
    DistrictEntity,
    CategoryEntity,
    FacilityEntity,
    SpaceEntity,
    SpaceImageEntity,
    ReviewEntity,
    LikeEntity,
    ClaimEntity,
    OrderEntity,
    WalletEntity,
    LedgerTxEntity,
    LedgerLineEntity,
    IdempotencyEntity,
    TrackEntity,
    PlaylistEntity,
    PlaylistTrackEntity,
    SoundtrackEntity,
  ],
  migrations: [
    People1763683200001,
    Media1763683200002,
    Spaces1763683200003,
    Orders1763683200004,
    Music1763683200005,
    ReferenceData1763683200006,
    SignIn1763683200007,
    Likes1763683200008,
    Bookings1763683200009,
    Recordings1763683200010,
    PlaylistPlaces1763683200012,
    ReplicaBeat1763683200013,
    SpacePictures1763683200014,
  ],
};
