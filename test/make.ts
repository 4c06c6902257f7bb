import { Readable } from 'node:stream';
import { AccountEntity } from '../src/auth/account.entity.js';
import { TokensService } from '../src/auth/tokens.service.js';
import type { Role } from '../src/auth/viewer.js';
import { MediaEntity } from '../src/media/media.entity.js';
import { MediaService, type NewMedia } from '../src/media/media.service.js';
import { TrackEntity } from '../src/music/track.entity.js';
import { ClaimEntity, ClaimKind } from '../src/orders/claim.entity.js';
import { LedgerService } from '../src/orders/ledger.service.js';
import { TextIndex } from '../src/platform/database/text-index.js';
import { Ids } from '../src/platform/ids.js';
import { cellOf } from '../src/spaces/geo.rules.js';
import { ReviewEntity } from '../src/spaces/review.entity.js';
import { SpaceImageEntity } from '../src/spaces/space-image.entity.js';
import { noPictures, writePictures } from '../src/spaces/space-pictures.js';
import { SpaceEntity } from '../src/spaces/space.entity.js';
import { CancellationPolicy } from '../src/spaces/spaces.types.js';
import type { TestApp } from './app.js';

/** Makes rows for tests, each with whatever it needs to exist. */
export class Make {
  constructor(private readonly app: TestApp) {}

  async account(nickname = '합주 손님'): Promise<AccountEntity> {
    const account = {
      id: this.id(),
      nickname,
      avatarUrl: null,
      createdAt: this.app.clock.now(),
      role: 'USER' as const,
    };
    await this.insert(AccountEntity, account);
    return account;
  }

  /** Somebody signed in, with so many points. */
  async guest(points = 1_000_000): Promise<{ id: string; token: string }> {
    const { id } = await this.account();
    await this.grant(id, points);
    return { id, token: await this.token(id) };
  }

  /** Points out of nowhere. */
  async grant(accountId: string, amount: number): Promise<void> {
    const movement = {
      kind: 'GRANT',
      from: 'topup',
      to: `user:${accountId}`,
      amount,
      actorId: accountId,
    } as const;
    const ledger = this.app.get(LedgerService, { strict: false });
    await this.app.database.transaction((manager) => ledger.move(manager, movement));
  }

  /** An access token; it runs out 15 minutes later by the clock of the test. */
  async token(accountId: string, role: Role = 'USER'): Promise<string> {
    const viewer = { id: accountId, role, sessionId: 'test' };
    const { accessToken } = await this.app.get(TokensService, { strict: false }).signAccess(viewer);
    return accessToken;
  }

  /** A practice room in Mapo that sells DAY for 30,000, NIGHT for 40,000 and ALL for 60,000 won. */
  async space(given: Partial<SpaceEntity> = {}): Promise<SpaceEntity> {
    const prices = { dayPrice: 30_000, nightPrice: 40_000, allPrice: 60_000, ...given };
    const { latitude = null, longitude = null } = given;
    const space: SpaceEntity = {
      id: this.id(),
      hostId: given.hostId ?? (await this.account('합주실 주인')).id,
      districtId: 11440,
      categoryId: 1,
      status: 1,
      title: '망원 합주실',
      subtitle: '드럼이 있는 지하 합주실',
      address: '서울특별시 마포구 망원로 1',
      minCount: 2,
      maxCount: 6,
      minPrice: Math.min(
        ...[prices.dayPrice, prices.nightPrice, prices.allPrice].filter((price) => price !== null),
      ),
      facilityMask: 0,
      popularity: 0,
      likeCount: 0,
      reviewCount: 0,
      ratingSum: 0,
      cancellationPolicy: CancellationPolicy.FLEXIBLE,
      venueTz: 'Asia/Seoul',
      pictures: noPictures,
      createdAt: this.app.clock.now(),
      cell: latitude === null || longitude === null ? null : cellOf(latitude, longitude),
      latitude,
      longitude,
      ...prices,
    };
    await this.app.database.transaction(async (manager) => {
      await manager.insert(SpaceEntity, space);
      const texts = new TextIndex(this.app.database, 'space_search');
      await texts.put(manager, space.id, [space.title, space.subtitle, space.address]);
    });
    return space;
  }

  /** A firm booking of one half, unless told otherwise. */
  async claim(
    given: Partial<ClaimEntity> & Pick<ClaimEntity, 'spaceId' | 'useDate' | 'half'>,
  ): Promise<void> {
    await this.insert(ClaimEntity, { kind: ClaimKind.ORDER, ownerId: this.id(), expiresAt: null, ...given });
  }

  async review(space: SpaceEntity, rating: number, text = '좋아요'): Promise<ReviewEntity> {
    const author = await this.account('리뷰어');
    const review = {
      id: this.id(),
      orderId: this.id(),
      spaceId: space.id,
      authorId: author.id,
      rating,
      text,
      createdAt: this.app.clock.now(),
    };
    await this.insert(ReviewEntity, review);
    await this.app.database.transaction((manager) =>
      manager.query(
        'UPDATE space SET review_count = review_count + 1, rating_sum = rating_sum + ? WHERE id = ?',
        [rating, space.id],
      ),
    );
    return review;
  }

  async media(bytes: Uint8Array, given: Partial<NewMedia> = {}): Promise<MediaEntity> {
    const facts: NewMedia = { kind: 'AUDIO', contentType: 'audio/mpeg', extension: 'mp3', ...given };
    const media = await this.app.get(MediaService).store(facts, Readable.from([bytes]));
    await this.insert(MediaEntity, media);
    return media;
  }

  async picture(space: SpaceEntity, position: number, bytes: Uint8Array, width: number, height: number) {
    const media = await this.media(bytes, {
      kind: 'IMAGE',
      contentType: 'image/png',
      extension: 'png',
      width,
      height,
    });
    const image = { id: this.id(), spaceId: space.id, mediaId: media.id, position };
    await this.app.database.transaction(async (manager) => {
      await manager.insert(SpaceImageEntity, image);
      await writePictures(manager, [space.id]);
    });
    return media;
  }

  async track(given: Partial<TrackEntity> = {}): Promise<TrackEntity> {
    const track = {
      id: this.id(),
      title: '망원의 밤',
      artist: '한강 밴드',
      album: null,
      durationSeconds: 30,
      mediaId: given.mediaId ?? (await this.media(new Uint8Array([1, 2, 3]))).id,
      artworkId: null,
      peaks: null,
      createdAt: this.app.clock.now(),
      ...given,
    };
    await this.app.database.transaction(async (manager) => {
      await manager.insert(TrackEntity, track);
      const texts = new TextIndex(this.app.database, 'track_search');
      await texts.put(manager, track.id, [track.title, track.artist, track.album ?? '']);
    });
    return track;
  }

  /** An id that sorts after all before it: the clock of a test stands still, so it is moved by a millisecond. */
  private id(): string {
    this.app.clock.advance(1);
    return this.app.get(Ids).next();
  }

  private async insert<Row extends object>(table: new () => Row, row: Row): Promise<void> {
    await this.app.database.transaction((manager) => manager.insert(table, row as never));
  }
}
