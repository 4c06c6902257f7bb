import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Refuses } from '../platform/graphql/refuses.js';
import { CurrentViewer } from '../auth/current-viewer.decorator.js';
import type { Viewer } from '../auth/viewer.js';
import { Review, ReviewInput } from '../spaces/reviews.types.js';
import { CancelOrderService } from './cancel-order.service.js';
import { CompleteOrderService } from './complete-order.service.js';
import { OrdersService } from './orders.service.js';
import {
  CompleteOrderInput,
  CompleteOrderResult,
  idempotencyKeyArgument,
  Order,
  PlaceOrderInput,
  PlaceOrderResult,
} from './orders.types.js';
import { PlaceOrderService } from './place-order.service.js';
import { StayReviewsService } from './stay-reviews.service.js';

const orderId = { type: () => ID, description: 'Id of an order of the viewer.' };

@Resolver()
export class OrdersResolver {
  constructor(
    private readonly orders: OrdersService,
    private readonly placing: PlaceOrderService,
    private readonly completing: CompleteOrderService,
    private readonly cancelling: CancelOrderService,
    private readonly reviews: StayReviewsService,
  ) {}

  @Refuses({ NOT_FOUND: 'the viewer is neither guest nor host of such an order' })
  @Query(() => Order, {
    name: 'order',
    nullable: true,
    description: 'One order, for its guest and its host.',
  })
  getOrder(@CurrentViewer() viewer: Viewer, @Args('id', orderId) id: string): Promise<Order> {
    return this.orders.getOrder(viewer, id);
  }

  @Refuses({
    NOT_FOUND: 'there is no such space',
    CONFLICT: 'the key was used with another input',
  })
  @Mutation(() => PlaceOrderResult, {
    description:
      'Holds a slot for some minutes (`Order.holdExpiresAt`), to be paid by `completeOrder`. A hold of the same guest on the same space and date gives way to it; a paid booking never does.',
  })
  placeOrder(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which slot, and the key of this wish.' }) input: PlaceOrderInput,
  ): Promise<typeof PlaceOrderResult> {
    return this.placing.place(viewer, input);
  }

  @Refuses({
    NOT_FOUND: 'the viewer is neither guest nor host of such an order',
    FORBIDDEN: 'the viewer is its host',
    CONFLICT:
      'it is paid or cancelled already, the space is no longer offered, or the key was used with another input',
  })
  @Mutation(() => CompleteOrderResult, {
    description:
      'Pays for an order that is `WAITING`: booking and payment happen together or not at all. `SlotTaken` when its hold is over.',
  })
  completeOrder(
    @CurrentViewer() viewer: Viewer,
    @Args('id', orderId) id: string,
    @Args('input', { description: 'Whoever comes, and the key of this payment.' }) input: CompleteOrderInput,
  ): Promise<typeof CompleteOrderResult> {
    return this.completing.complete(viewer, id, input);
  }

  @Refuses({
    NOT_FOUND: 'the viewer is neither guest nor host of such an order',
    CONFLICT: 'its hold or its stay is over, or the key was used with another input',
  })
  @Mutation(() => Order, {
    description:
      'Cancels an order as its guest or its host: the halves are free again, and points come back as `cancellationQuote` says. Cancelling again changes nothing.',
  })
  cancelOrder(
    @CurrentViewer() viewer: Viewer,
    @Args('id', orderId) id: string,
    @Args('idempotencyKey', idempotencyKeyArgument) idempotencyKey: string,
  ): Promise<Order> {
    return this.cancelling.cancel(viewer, id, idempotencyKey);
  }

  @Refuses({
    NOT_FOUND: 'the viewer is neither guest nor host of such an order',
    FORBIDDEN: 'the viewer is not its guest, or hosts the space',
    CONFLICT: 'it is not paid, the stay is not over, or is reviewed already',
  })
  @Mutation(() => Review, {
    description: 'Reviews the space of a paid stay that is over.',
  })
  reviewSpace(
    @CurrentViewer() viewer: Viewer,
    @Args('orderId', orderId) id: string,
    @Args('input', { description: 'What the guest says.' }) input: ReviewInput,
  ): Promise<Review> {
    return this.reviews.review(viewer, id, input);
  }
}
