import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { ConnectionOf } from '../platform/graphql/connection.js';
import { DateTimeScalar } from '../platform/graphql/scalars.js';

@ObjectType({ description: 'A piece of audio that only its owner sees and hears.' })
export class Recording {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => String, {
    description:
      'The name it was sent under, cleaned: at most 255 bytes, its extension that of what it really is.',
  })
  fileName: string;

  @Field(() => String, {
    description:
      'MIME type by its content: audio/mpeg, audio/mp4, audio/aac, audio/ogg, audio/webm, audio/flac or audio/wav.',
  })
  contentType: string;

  @Field(() => Int, { description: 'Bytes, 1 to 200,000,000.' })
  size: number;

  @Field(() => String, { description: 'SHA-256 of its bytes in lower-case hex.' })
  sha256: string;

  @Field(() => Float, {
    nullable: true,
    description: 'True length in seconds, also of what a browser has recorded; null when it cannot be told.',
  })
  durationSeconds: number | null;

  @Field(() => DateTimeScalar, { description: 'When it was stored.' })
  createdAt: number;

  // Not in the schema: what the fields that hang on a recording start from.
  mediaId: string;
  storedPeaks: string | null;
}

@ObjectType({ description: 'A page of recordings.' })
export class RecordingConnection extends ConnectionOf(Recording, { plural: 'recordings' }) {}
