import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ConnectionOf } from '../platform/graphql/connection.js';
import { DateTimeScalar } from '../platform/graphql/scalars.js';

export enum PointEntryKind {
  GRANT = 'GRANT',
  PAYMENT = 'PAYMENT',
  REFUND = 'REFUND',
  EARNING = 'EARNING',
}
registerEnumType(PointEntryKind, {
  name: 'PointEntryKind',
  description: 'Why points came or went.',
  valuesMap: {
    GRANT: { description: 'Given by the house, as to a new account.' },
    PAYMENT: { description: 'Paid for an order.' },
    REFUND: { description: 'Given back for a cancelled order.' },
    EARNING: { description: 'Earned as a host: a paid stay is over, or what a cancel did not give back.' },
  },
});

@ObjectType({ description: "A line of the statement of somebody's points." })
export class PointEntry {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => PointEntryKind, { description: 'Why they came or went.' })
  kind: PointEntryKind;

  @Field(() => Int, { description: 'How many came; below zero: went. One point is one won.' })
  amount: number;

  @Field(() => DateTimeScalar, { description: 'When they came or went.' })
  createdAt: number;

  orderId: string | null;
}

@ObjectType({ description: 'A page of a statement of points.' })
export class PointEntryConnection extends ConnectionOf(PointEntry, { plural: 'point entries' }) {}
