import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { LocalDateScalar } from '../platform/graphql/scalars.js';
import type { LocalDate } from '../platform/local-date.js';

export enum SlotState {
  FREE = 'FREE',
  HELD = 'HELD',
  TAKEN = 'TAKEN',
  CLOSED = 'CLOSED',
}
registerEnumType(SlotState, {
  name: 'SlotState',
  description: 'Whether an option of a space can be booked on a date.',
  valuesMap: {
    FREE: { description: 'It can be booked.' },
    HELD: { description: 'Somebody is about to pay for it; it may be free again within minutes.' },
    TAKEN: { description: 'It is booked.' },
    CLOSED: {
      description: 'It is not offered: not sold, blocked by the host, in the past, or too far ahead.',
    },
  },
});

@ObjectType({ description: 'What can be booked of a space on one date.' })
export class DayAvailability {
  @Field(() => LocalDateScalar, { description: 'The date at the venue.' })
  date: LocalDate;

  @Field(() => SlotState, { description: 'The day half.' })
  day: SlotState;

  @Field(() => SlotState, { description: 'The night half, which ends on the next date.' })
  night: SlotState;

  @Field(() => SlotState, { description: 'Both halves together.' })
  all: SlotState;
}
