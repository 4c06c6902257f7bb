import { Field, Float, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'One of the 25 districts (gu) of Seoul.' })
export class District {
  @Field(() => ID, { description: 'Opaque id.' })
  id: number;

  @Field(() => String, { description: 'Its name in Korean, as in 마포구.' })
  name: string;

  @Field(() => Float, { description: 'Latitude of its centre in degrees north (WGS 84).' })
  latitude: number;

  @Field(() => Float, { description: 'Longitude of its centre in degrees east (WGS 84).' })
  longitude: number;
}

@ObjectType({ description: 'A kind of space, such as a practice room or a party room.' })
export class Category {
  @Field(() => ID, { description: 'Opaque id.' })
  id: number;

  @Field(() => String, { description: 'Its name in Korean.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Address of an icon (SVG); null without one.' })
  imageUrl: string | null;
}

@ObjectType({ description: 'Something a space offers, such as drums or parking.' })
export class Facility {
  @Field(() => ID, { description: 'Opaque id.' })
  id: number;

  @Field(() => String, { description: 'Its name in Korean.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Address of an icon (SVG); null without one.' })
  imageUrl: string | null;
}
