import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ConnectionOf } from '../platform/graphql/connection.js';

/** How many playlists of Spotify a page holds at most. */
export const mostPlaylists = 40;

export enum PlaylistSource {
  SPOTIFY = 'SPOTIFY',
  LOCAL = 'LOCAL',
}
registerEnumType(PlaylistSource, {
  name: 'PlaylistSource',
  description: 'Where a playlist is kept.',
  valuesMap: {
    SPOTIFY: {
      description:
        'At Spotify; only what is told here is known, for 6 hours at most. Show it with the mark of Spotify and a link to its `url`, the picture as it is.',
    },
    LOCAL: { description: 'Here, made of our own tracks.' },
  },
});

@ObjectType({ description: 'A playlist, ours or of Spotify.' })
export class Playlist {
  @Field(() => ID, { description: 'Opaque id; `spotify:` and the id there for a playlist of Spotify.' })
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

@ObjectType({ description: 'A page of playlists.' })
export class PlaylistConnection extends ConnectionOf(Playlist, {
  plural: 'playlists',
  nullableTotal: true,
}) {}
