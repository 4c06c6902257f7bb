import { escapeHtml } from '../escape-html.js';
import type { DemoPlaylist } from './demo-playlists.js';
import { pagesPath } from './demo-spotify.settings.js';

/**
 * The page that the address of a playlist leads to.
 * @param home path of this server as the browser sees it
 */
export function playlistPage(home: string, { id, name, description, trackCount }: DemoPlaylist): string {
  const base = `${home}${pagesPath}`;
  // The description is HTML already, as at Spotify, and written by us.
  return `<!doctype html>
<html lang="ko">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(name)} · 데모 Demo</title>
    <link rel="stylesheet" href="${base}/page.css">
  </head>
  <body>
    <main>
      <p class="demo">데모 · DEMO</p>
      <img class="cover" src="${base}/covers/${id}.svg" alt="" width="320" height="320">
      <h1>${escapeHtml(name)}</h1>
      <p>${description}</p>
      <p class="soft">${trackCount}곡 · <span lang="en">${trackCount} tracks</span></p>
      <p>스포티파이가 아닙니다. 지어낸 플레이리스트를 보여 주는 데모이며, 열쇠를 설정하면 이 자리에 스포티파이의 페이지가 열립니다.</p>
      <p lang="en">This is not Spotify but a demo with invented playlists. With keys of Spotify set, its own page opens here.</p>
      <p><a href="${home}">합주로 돌아가기 <span lang="en">Back to Hapju</span></a></p>
    </main>
  </body>
</html>
`;
}
