/** A playlist that nobody has made: what the stand-in of Spotify tells, and what its cover is drawn of. */
export interface DemoPlaylist {
  /** 22 letters and digits, as at Spotify. */
  readonly id: string;
  /** The category of the rooms it suits. */
  readonly categoryId: number;
  readonly name: string;
  /** As Spotify writes it, with HTML entities; empty where the owner has written nothing. */
  readonly description: string;
  readonly trackCount: number;
}

/** What else people call what these playlists are for. */
const wordsOfCategory: Readonly<Record<number, string>> = {
  1: '합주실 합주 밴드 band practice rehearsal',
  2: '연습실 연습 악기 practice warm up',
  3: '녹음실 녹음 recording studio',
  4: '파티룸 파티 생일 party birthday',
  5: '공연장 공연 라이브 live stage',
  6: '댄스연습실 댄스 춤 dance',
  7: '스터디룸 공부 집중 lofi study focus',
  8: '촬영스튜디오 촬영 사진 photo shooting',
  9: '루프탑 옥상 노을 rooftop sunset',
  10: '게스트하우스 여행 휴식 guesthouse travel',
};

/** By category: the name, and after a bar the description. */
const texts: Readonly<Record<number, readonly string[]>> = {
  1: [
    '합주 전에 듣는 워밍업|손 풀고, 귀 열고, 앰프 켜기 전까지',
    'First Take Rock|Loud guitars &amp; louder drums for the first hour in the room',
    '드럼이 끌고 가는 밤|킥 &amp; 스네어가 앞에 있는 곡만 모았습니다',
    'Basement Band Practice|Songs every new band tries once',
    '직장인 밴드 단골 레퍼토리|퇴근하고 모여서 결국 하게 되는 그 노래들',
    'Funk Rehearsal|Tight bass lines, &quot;one more time&quot; until it sits',
    '홍대 골목 인디|',
    'Jam in E Minor|Slow builds, long endings, nobody watching the clock',
  ],
  2: [
    '연습실 혼자 두 시간|메트로놈 대신 틀어 두는 리듬',
    'Scales Before Songs|Easy tempos to play along with',
    '보컬 연습 목 풀기|낮은 곡부터 천천히',
    'Slow Practice, Clean Hands|60 to 90 bpm &mdash; no hurry',
    '피아노 앞에 앉기 전에|',
    'String Section Warm-up|Long notes, open windows',
    '오늘은 여기까지 연습|집에 가는 길에 듣는 노래',
  ],
  3: [
    '녹음실 레퍼런스|믹스할 때 옆에 두고 비교하는 소리',
    'Tape &amp; Tubes|Warm recordings from small rooms',
    '보컬 부스의 새벽|숨소리까지 들리는 노래',
    'Mixing Desk Classics|Check your low end with these',
    '한 번에 간 테이크|자르지 않고 그대로 녹음한 연주들',
    'Headphones Only|Wide stereo, small details',
  ],
  4: [
    '파티룸 플레이리스트 시작부터 끝까지|불 켤 때부터 불 끌 때까지',
    'Birthday Room|Candles, cake &amp; everybody singing off key',
    '생일 파티 떼창|가사 몰라도 후렴은 아는 노래',
    'Confetti Hour|Three minutes of joy, again and again',
    '연말 모임 파티룸|한 해를 접는 날 &lt;크게&gt; 틀기',
    'House Party, Shoes Off|Dance in your socks',
    '보드게임 하면서|이기고 지는 사이에 흐르는 노래',
    'Late Night Party Mix|After midnight, lights low',
  ],
  5: [
    '공연장 입장 음악|문 열고 첫 곡까지',
    'Encore!|The songs they saved for last',
    '작은 무대 큰 소리|소극장 라이브 모음',
    'Curtain Call|Applause included',
    '라이브 클럽의 금요일|',
    'Sound Check|Loud, clear &amp; five minutes long',
  ],
  6: [
    '댄스연습실 안무 따는 날|카운트가 잘 들리는 곡',
    'Eight Counts|Straight beats for new choreography',
    '거울 앞 힙합|느리게 한 번, 빠르게 한 번',
    'Street Dance Floor|Breaks, pops &amp; locks',
    '커버댄스 워밍업|몸부터 풀고 시작',
    'Stretch &amp; Cool Down|Breathe out, slowly',
    '스윙 &amp; 탭|구두 소리가 잘 어울리는 노래',
  ],
  7: [
    '스터디룸 로파이|조용히 집중할 때',
    'lofi study room|Beats for study rooms &amp; quiet cafes',
    '시험 전날 밤샘|가사 없는 곡만',
    'Deep Focus Piano|Nothing but keys &amp; rain',
    '책장 넘기는 소리|',
    'Lofi Study, No Talking|Three hours, one mood',
    '카페 같은 공부방|적당한 소음, 적당한 음악',
  ],
  8: [
    '촬영 스튜디오 BGM|포즈가 자연스러워지는 노래',
    'Golden Hour Shooting|Soft light, soft songs',
    '필름 카메라의 하루|조금 바랜 색의 노래들',
    'Runway Walk|Steady beats for a straight line',
    '프로필 사진 찍는 날|웃어도 되고 안 웃어도 되고',
    'Colour Backdrop|Bright, clean &amp; a little strange',
  ],
  9: [
    '루프탑 노을|해 질 때 한 시간',
    'Rooftop Sunset|Warm air, cold drinks',
    '옥상에서 듣는 시티팝|멀리 보이는 남산 &amp; 한강',
    'Summer Terrace|Light shirts, light songs',
    '바람 부는 밤의 재즈|',
    'City Lights, Far Away|For when everybody has gone quiet',
    '별 보는 옥상|불 끄고, 담요 덮고',
  ],
  10: [
    '게스트하우스 아침|커피 내리는 동안',
    'Travel Slow|Trains, buses &amp; long walks',
    '여행 마지막 날|돌아가기 싫은 사람을 위한 노래',
    'Lazy Sunday Breakfast|Toast, jam &amp; open curtains',
    '모닥불 앞 기타|다 같이 부를 수 있는 노래',
    'Hostel Kitchen|Songs from everybody&#39;s home',
  ],
};

/** All of them, those of one category side by side. */
export const demoPlaylists: readonly DemoPlaylist[] = Object.entries(texts)
  .flatMap(([category, lines]) => lines.map((line) => ({ categoryId: Number(category), line })))
  .map(({ categoryId, line }, index) => {
    const [name = '', description = ''] = line.split('|');
    const id = `HapjuDemoPlaylist${String(index + 1).padStart(5, '0')}`;
    return { id, categoryId, name, description, trackCount: 12 + ((index * 37) % 140) };
  });

/** The playlists that suit rooms of a category. */
export function playlistsFor(categoryId: number): readonly DemoPlaylist[] {
  return demoPlaylists.filter((playlist) => playlist.categoryId === categoryId);
}

const searched = demoPlaylists.map((playlist) => ({
  playlist,
  text: [
    playlist.name,
    playlist.description,
    wordsOfCategory[playlist.categoryId],
    '플레이리스트 playlist music 음악',
  ]
    .join(' ')
    .toLowerCase(),
}));

/** Those in which any word of the query occurs, those with the most words first. */
export function searchDemoPlaylists(query: string): DemoPlaylist[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return searched
    .map(({ playlist, text }) => ({ playlist, score: words.filter((word) => text.includes(word)).length }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ playlist }) => playlist);
}
