import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export enum PlaylistSource {
  SPOTIFY = 'SPOTIFY',
  LOCAL = 'LOCAL',
}
registerEnumType(PlaylistSource, {
  name: 'PlaylistSource',
  description: 'Where a playlist is kept.',
  valuesMap: {
    SPOTIFY: { description: 'At Spotify; only its name, picture and address are known here.' },
    LOCAL: { description: 'Here, made of our own tracks.' },
  },
});

@ObjectType({ description: 'A playlist, ours or of Spotify.' })
export class Playlist {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => PlaylistSource, { description: 'Where it is kept.' })
  source: PlaylistSource;

  @Field(() => String, { description: 'Its name, 1 to 100 characters.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'Plain text, at most 500 characters; null without one.',
  })
  description: string | null;

  @Field(() => String, { nullable: true, description: 'Where to open it at its source; null for our own.' })
  url: string | null;

  @Field(() => String, { nullable: true, description: 'Address of a picture; null without one.' })
  imageUrl: string | null;

  @Field(() => String, { nullable: true, description: 'Who made it; null when unknown.' })
  ownerName: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many tracks it has; null when its source does not say.',
  })
  trackCount: number | null;
}
