import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ConnectionOf } from '../platform/graphql/connection.js';
import { DateTimeScalar, EmailAddressScalar, LocalDateScalar } from '../platform/graphql/scalars.js';
import type { LocalDate } from '../platform/local-date.js';
import type { RefundTier } from '../spaces/cancellation.rules.js';
import { SlotOption } from '../spaces/spaces.types.js';
import { DayAvailability } from './availability.types.js';

export enum OrderStatus {
  WAITING = 'WAITING',
  COMPLETED = 'COMPLETED',
  CANCELLED = 'CANCELLED',
  EXPIRED = 'EXPIRED',
}
registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  description: 'Where an order stands.',
  valuesMap: {
    WAITING: { description: 'It holds its halves until `holdExpiresAt` and waits to be paid.' },
    COMPLETED: { description: 'It is paid: the halves are booked.' },
    CANCELLED: { description: 'Guest or host has cancelled it; the halves are free again.' },
    EXPIRED: {
      description: 'It was not paid in time, or the same guest placed another on that space and date.',
    },
  },
});

@ObjectType({ description: 'Whoever comes, as told when paying; guest and host alone see it.' })
export class Booker {
  @Field(() => String, { description: 'Name, 1 to 60 characters.' })
  name: string;

  @Field(() => String, { description: 'Telephone number, 7 to 20 characters.' })
  phone: string;

  @Field(() => EmailAddressScalar, { nullable: true, description: 'Email; null when none was given.' })
  email: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the host should know, 1 to 1,000 characters; null when nothing was said.',
  })
  note: string | null;
}

@ObjectType('RefundTier', { description: 'A line of the table of refunds.' })
export class RefundTierType {
  @Field(() => DateTimeScalar, {
    description: 'Up to this instant, not including it; midnights are those of Seoul.',
  })
  until: number;

  @Field(() => Int, { description: 'Percent of the price that come back to a guest who cancels by then.' })
  percent: number;
}

@ObjectType({ description: 'What a cancel right now, by the viewer, would give back to the guest.' })
export class CancellationQuote {
  @Field(() => Int, { description: 'Points; exactly what `cancelOrder` would give at this instant.' })
  refund: number;

  @Field(() => Int, {
    description:
      'Percent of the price. 100 for its host; by `tiers` for its guest; 0 when nothing was paid, or nothing can be cancelled any more.',
  })
  percent: number;

  @Field(() => [RefundTierType], {
    description:
      'The whole table for a guest, in order of time, each line giving less than the one before; after the last nothing. Includes the time to think again after paying: 2 hours with everything back, 15 minutes when the stay begins within 3 hours.',
  })
  tiers: RefundTierType[];
}

@ObjectType({ description: 'A booking. Its guest and the host of its space alone can see it.' })
export class Order {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => LocalDateScalar, { description: 'The date at the venue.' })
  date: LocalDate;

  @Field(() => SlotOption, { description: 'Which part of the date.' })
  option: SlotOption;

  @Field(() => Int, { description: 'How many people come.' })
  headCount: number;

  @Field(() => Int, { description: 'Won, as it was when the order was placed.' })
  price: number;

  @Field(() => OrderStatus, { description: 'Where it stands.' })
  status: OrderStatus;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the hold ends and others can book the halves; null unless `WAITING`.',
  })
  holdExpiresAt: number | null;

  @Field(() => Booker, { nullable: true, description: 'Whoever comes; null until paid.' })
  booker: Booker | null;

  @Field(() => Int, { nullable: true, description: 'Points given back; null unless `CANCELLED`.' })
  refund: number | null;

  @Field(() => DateTimeScalar, { description: 'When it was placed.' })
  createdAt: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was paid; null until then.' })
  completedAt: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was cancelled; null otherwise.' })
  cancelledAt: number | null;

  // Not in the schema: what the fields that hang on an order start from.
  userId: string;
  hostId: string;
  spaceId: string;
  policy: readonly RefundTier[];
  venueTz: string;
  startsAt: number;
  endsAt: number;
  settlesAt: number | null;
}

@ObjectType({ description: 'A page of orders.' })
export class OrderConnection extends ConnectionOf(Order, { plural: 'orders' }) {}

@ObjectType({ description: 'The slot is not free, or the hold of the order is over; nothing has changed.' })
export class SlotTaken {
  @Field(() => String, {
    description: 'What happened, in an English sentence; for people, not for code to compare.',
  })
  message: string;

  @Field(() => DayAvailability, { description: 'What can still be booked of the space on that date.' })
  availability: DayAvailability;

  @Field(() => [LocalDateScalar], {
    description: 'Up to 5 dates within the next 30 days on which the same option is free, the next first.',
  })
  nextFreeDates: LocalDate[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the hold in the way ends, if it is not paid; null when no hold stands in the way.',
  })
  heldUntil: number | null;

  constructor(fields: SlotTaken) {
    Object.assign(this, fields);
  }
}

@ObjectType({ description: 'The points do not suffice; nothing has changed and the hold goes on.' })
export class InsufficientPoints {
  @Field(() => String, {
    description: 'What happened, in an English sentence; for people, not for code to compare.',
  })
  message: string;

  @Field(() => Int, { description: 'The points the order costs.' })
  needed: number;

  @Field(() => Int, { description: 'The points at hand.' })
  balance: number;

  constructor(fields: InsufficientPoints) {
    Object.assign(this, fields);
  }
}

export const PlaceOrderResult = createUnionType({
  name: 'PlaceOrderResult',
  description: 'The order that holds the slot, or why there is none.',
  types: () => [Order, SlotTaken] as const,
  resolveType: (value) => (value instanceof SlotTaken ? SlotTaken : Order),
});

export const CompleteOrderResult = createUnionType({
  name: 'CompleteOrderResult',
  description: 'The order that is paid, or why it is not.',
  types: () => [Order, InsufficientPoints, SlotTaken] as const,
  resolveType: (value) =>
    value instanceof SlotTaken ? SlotTaken : value instanceof InsufficientPoints ? InsufficientPoints : Order,
});

const idempotencyKey = {
  description:
    'Chosen by the client, anew for each wish and kept for its retries: 1 to 64 visible ASCII characters, such as a UUID. The same key again within 24 hours changes nothing and answers with the same order as it then stands; with another input it is a `CONFLICT`. Refusals are not kept: the key may be sent again.',
} as const;

@InputType({ description: 'Which slot to hold.' })
export class PlaceOrderInput {
  @Field(() => ID, { description: 'Id of the space.' })
  spaceId: string;

  @Field(() => LocalDateScalar, { description: 'The date at the venue, today to 365 days ahead.' })
  date: LocalDate;

  @Field(() => SlotOption, { description: 'Which part of the date; the space must sell it.' })
  option: SlotOption;

  @Field(() => Int, { description: 'How many people come, from `minCount` to `maxCount` of the space.' })
  headCount: number;

  @Field(() => String, idempotencyKey)
  idempotencyKey: string;
}

@InputType({ description: 'Whoever comes.' })
export class BookerInput {
  @Field(() => String, { description: 'Name, 1 to 60 characters.' })
  name: string;

  @Field(() => String, {
    description: 'Telephone number: 7 to 20 digits, spaces, hyphens and parentheses, a leading `+` allowed.',
  })
  phone: string;

  @Field(() => EmailAddressScalar, { nullable: true, description: 'Email, for those who want to give it.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'What the host should know, 1 to 1,000 characters.' })
  note?: string | null;
}

@InputType({ description: 'What paying for an order needs.' })
export class CompleteOrderInput {
  @Field(() => BookerInput, { description: 'Whoever comes.' })
  booker: BookerInput;

  @Field(() => String, idempotencyKey)
  idempotencyKey: string;
}

/** How `cancelOrder` takes its key. */
export const idempotencyKeyArgument = { type: () => String, ...idempotencyKey };
