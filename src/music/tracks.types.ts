import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { ConnectionOf } from '../platform/graphql/connection.js';

@ObjectType({ description: 'A piece of music that anybody may play.' })
export class Track {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => String, {
    description: 'Title, as tagged in the file, else the name of the file; 1 to 200 characters.',
  })
  title: string;

  @Field(() => String, {
    description: 'Who plays it, as tagged in the file, else `Unknown artist`; 1 to 200 characters.',
  })
  artist: string;

  @Field(() => String, {
    nullable: true,
    description: 'Album, as tagged in the file, 1 to 200 characters; null without one.',
  })
  album: string | null;

  @Field(() => Float, { description: 'True length in seconds.' })
  durationSeconds: number;

  @Field(() => String, { description: 'MIME type of the file, such as `audio/mpeg`.' })
  contentType: string;

  // Not in the schema: what the fields that hang on a track start from.
  mediaId: string;
  artworkId: string | null;
  storedPeaks: string | null;
}

@ObjectType({ description: 'A page of tracks.' })
export class TrackConnection extends ConnectionOf(Track, { plural: 'tracks' }) {}
