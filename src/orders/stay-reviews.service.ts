import { Injectable } from '@nestjs/common';
import type { Viewer } from '../auth/viewer.js';
import { Clock } from '../platform/clock.js';
import { isDuplicateKey } from '../platform/database/database-errors.js';
import { Database } from '../platform/database/database.js';
import { BadInput } from '../platform/errors.js';
import { Ids } from '../platform/ids.js';
import { checkedLines } from '../platform/visible-text.js';
import { ReviewsService } from '../spaces/reviews.service.js';
import type { Review, ReviewInput } from '../spaces/reviews.types.js';
import { NotTheGuest, OrderClosed } from './orders.errors.js';
import { OrdersService } from './orders.service.js';
import { OrderStatus } from './orders.types.js';

const longestText = 2000;

/** Reviews by those who have stayed. */
@Injectable()
export class StayReviewsService {
  constructor(
    private readonly database: Database,
    private readonly orders: OrdersService,
    private readonly reviews: ReviewsService,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Reviews the space of a paid stay that is over, once.
   * @throws NotFound, NotTheGuest (hosts do not review themselves), BadInput, and OrderClosed
   */
  async review(viewer: Viewer, orderId: string, { rating, text }: ReviewInput): Promise<Review> {
    const order = await this.orders.getOrder(viewer, orderId);
    if (order.userId !== viewer.id || order.hostId === viewer.id) {
      throw new NotTheGuest('Only the guest of a stay reviews it.');
    }
    if (rating < 1 || rating > 5) throw new BadInput('input.rating', 'must be from 1 to 5');
    const checked = checkedLines('input.text', text, longestText);
    const createdAt = this.clock.now();
    if (order.status !== OrderStatus.COMPLETED) throw new OrderClosed('Only a paid stay can be reviewed.');
    if (order.endsAt > createdAt) throw new OrderClosed('A stay can be reviewed once it is over.');

    const { spaceId } = order;
    const review = {
      id: this.ids.next(),
      orderId,
      spaceId,
      authorId: viewer.id,
      rating,
      text: checked,
      createdAt,
    };
    try {
      await this.database.transaction((manager) => this.reviews.add(manager, review));
    } catch (error) {
      if (isDuplicateKey(error)) throw new OrderClosed('You have reviewed this stay already.');
      throw error;
    }
    return review;
  }
}
