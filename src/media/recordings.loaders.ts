import { Args, Float, Parent, Resolver } from '@nestjs/graphql';
import { User } from '../auth/accounts.types.js';
import { BatchField } from '../platform/graphql/batch-field.js';
import { type Connection, PageArgs } from '../platform/graphql/connection.js';
import { MediaLinks } from './media-links.js';
import { PeaksArgs } from './peaks.types.js';
import { readPeaks } from './peaks.rules.js';
import { RecordingsService } from './recordings.service.js';
import { Recording, RecordingConnection } from './recordings.types.js';

/** What hangs on a recording. */
@Resolver(() => Recording)
export class RecordingLoaders {
  constructor(private readonly links: MediaLinks) {}

  @BatchField(() => String, {
    description:
      'What to put into `<audio src>`; whoever has it may listen. It is good for 6 to 7 hours and stays the same within the hour; ask again when the player says that the network failed. Served with byte ranges.',
  })
  async streamUrl(@Parent() recordings: Recording[]): Promise<string[]> {
    return recordings.map((recording) => this.links.signedUrl(recording.mediaId));
  }

  @BatchField(() => [Float], {
    nullable: true,
    description:
      'Its waveform: the loudest sample, 0 to 1, of so many equal parts. Null for AAC and Vorbis, for what cannot be decoded, and for some seconds after the upload of a long one.',
  })
  async peaks(@Parent() recordings: Recording[], @Args() { count }: PeaksArgs): Promise<(number[] | null)[]> {
    return recordings.map((recording) => readPeaks(recording.storedPeaks, count ?? 256));
  }
}

/** What recordings add to the signed-in person. */
@Resolver(() => User)
export class UserRecordingsLoaders {
  constructor(private readonly recordingsOf: RecordingsService) {}

  @BatchField(() => RecordingConnection, { description: 'What this person has uploaded, latest first.' })
  recordings(@Parent() users: User[], @Args() { first, after }: PageArgs): Promise<Connection<Recording>[]> {
    return Promise.all(users.map((user) => this.recordingsOf.list(user.id, first, after)));
  }
}
