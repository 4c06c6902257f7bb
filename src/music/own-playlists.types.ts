import { Field, ID, InputType } from '@nestjs/graphql';

@InputType({ description: 'All of a playlist: what is not in it is not in the playlist.' })
export class PlaylistInput {
  @Field(() => String, { description: 'Its name, 1 to 100 characters.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'Plain text, at most 500 characters; null or absent: none.',
  })
  description?: string | null;

  @Field(() => [ID], {
    defaultValue: [],
    description:
      'The whole list of its tracks in order, 500 at most; one may stand in it several times. Absent: no tracks, also where there were some.',
  })
  trackIds: string[];
}
