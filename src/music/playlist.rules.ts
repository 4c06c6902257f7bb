import { BadInput } from '../platform/errors.js';
import { checkedLine, checkedLines } from '../platform/visible-text.js';
import type { PlaylistInput } from './own-playlists.types.js';

export const mostOwnPlaylists = 200;
const mostTracks = 500;

/** A playlist as it is kept. */
interface CheckedPlaylist {
  readonly name: string;
  readonly description: string | null;
  readonly trackCount: number;
}

/** @throws BadInput unless the texts are of their lengths and there are 500 tracks at most */
export function checkedPlaylist({ name, description, trackIds }: PlaylistInput): CheckedPlaylist {
  if (trackIds.length > mostTracks) throw new BadInput('input.trackIds', `must be at most ${mostTracks}`);
  return {
    name: checkedLine('input.name', name, 100),
    description: description?.trim() ? checkedLines('input.description', description, 500) : null,
    trackCount: trackIds.length,
  };
}
