import { districts } from '../../spaces/reference-data.js';
import { neighbourhoodsOf } from './neighbourhoods.js';
import { profiles, type CategoryProfile } from './profiles.js';
import { makeRandom, type Random } from './random.js';
import { complaints, lukewarm, smallComplaints, warmClosings } from './words-reviews.js';
import { wordsOf } from './words.js';

export interface DemoReview {
  /** Index into `demoGuests`; a guest reviews a room once at most. */
  readonly guestIndex: number;
  /** 1 to 5. */
  readonly rating: number;
  readonly text: string;
  readonly daysAgo: number;
}

export interface DemoRoom {
  readonly title: string;
  readonly subtitle: string;
  readonly address: string;
  readonly districtId: number;
  readonly categoryId: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly minCount: number;
  readonly maxCount: number;
  readonly facilityIds: readonly number[];
  /** Whole won; null where the room does not sell the option. At least one is sold. */
  readonly dayPrice: number | null;
  readonly nightPrice: number | null;
  readonly allPrice: number | null;
  readonly cancellationPolicy: 'FLEXIBLE' | 'STANDARD' | 'STRICT';
  /** Index into `demoHosts`. */
  readonly hostIndex: number;
  readonly likeCount: number;
  /** How many pictures the room has, 3 to 5. */
  readonly pictures: number;
  readonly reviews: readonly DemoReview[];
}

/** Nicknames of the people who let the demo rooms. */
export const demoHosts: readonly string[] = [
  '소리지기 망원동김씨 드럼치는곰 밤의라디오 골목대장 리듬이네 앰프수집가 연남언니',
  '달팽이관 베이스정 옥상관리인 햇살주인장 오래된레코드 지하의왕 합주반장 피아노선생',
  '무대뒤사람 필름부부 기타집아들 문래철공소 파티요정 조율사박 초록대문 한밤의디제이',
  '믹싱하는민지 거울집사장 다정한호스트 세모지붕 마루와나무 커튼뒤에 서촌댁 열쇠꾸러미',
  '성수공장장 구름사장 반달이아빠 첼로하는지우 동네악사 별보는집 느티나무 을지로형',
]
  .join(' ')
  .split(' ');

/** Nicknames of the people who review the demo rooms. */
export const demoGuests: readonly string[] = [
  '기타초보 퇴근후드럼 노래하는은지 밴드부막내 주말베이스 춤추는감자 홍대병 피아노치는별',
  '잼잼 목소리큰애 새벽세시 건반위고양이 라떼한잔 집순이탈출 코드몰라요 박자왕 메탈할배',
  '인디소녀 재즈하는하늘 락앤롤준호 보컬지망생 하모니카 조용한관객 파티플래너 생일자',
  '무대체질 연습만이살길 귤까먹는곰 오늘도합주 댄스동아리장 턴테이블 우쿨렐레수진',
  '직장인밴드장 작곡하는토끼 북치는소년 스터디장 졸업사진 필카덕후 하이햇 바람부는날',
  '소주한병반 도토리 루프탑러버 야근요정 김밥두줄 여행가방 비오는월요일 트럼펫부는곰',
  '합창단원 둠칫둠칫 민트초코 첫공연 소리나 양말두짝 빈티지오디오 강남직장인 신촌터줏대감',
  '노을수집 플룻하는윤아 다락방',
]
  .join(' ')
  .split(' ');

const roomsPerDistrict = 8;
/** Rooms of the demo; beyond them they come again, at other prices and as further branches. */
export const roomsOfDemo = roomsPerDistrict * districts.length;

/**
 * Makes the 200 demo rooms: eight in each district, every category present. Two calls give equal rooms; neighbours in the
 * list lie in different districts, so that a first page shows the whole city.
 */
export function makeDemoRooms(): DemoRoom[] {
  return Array.from({ length: roomsOfDemo }, (_, index) => makeDemoRoom(index));
}

const slots = profiles.flatMap((profile) =>
  Array.from({ length: profile.rooms }, (_, serial) => ({ profile, serial })),
);

/** One room of an endless list that begins with those of the demo; the same index makes the same room. */
export function makeDemoRoom(index: number): DemoRoom {
  const place = index % roomsOfDemo;
  const district = districts[place % districts.length]!;
  const round = Math.floor(place / districts.length);
  // 77 shares no divisor with 200, so this visits every slot once and gives each district a mix of categories.
  const slot = slots[(((place % districts.length) * roomsPerDistrict + round) * 77) % slots.length]!;
  const room = makeRoom(makeRandom(2026 + index), district, round, slot.profile, slot.serial);
  const branch = Math.floor(index / roomsOfDemo);
  return branch === 0 ? room : { ...room, title: `${room.title} ${branch + 1}호점` };
}

function makeRoom(
  random: Random,
  district: { readonly id: number; readonly name: string },
  round: number,
  profile: CategoryProfile,
  serial: number,
): DemoRoom {
  const words = wordsOf(profile.categoryId);
  const areas = neighbourhoodsOf(district.id);
  const place = areas[round % areas.length]!;
  const kind = random.pick(words.kinds);
  const name = words.names[serial]!;
  const number = random.integer(...place.numbers);
  const floor = kind.floor ?? random.pick(['2층', '3층', '지하 1층', '1층', '4층', '5층']);
  return {
    title: random.pick([
      `${place.area} ${kind.text} ${name}`,
      `${place.area} ${kind.text} ${name}`,
      `${place.area} ${name} ${kind.text}`,
      `${name} ${kind.text} ${place.area}점`,
    ]),
    subtitle: subtitlesOf(profile)[serial]!,
    address: `서울특별시 ${district.name} ${place.road} ${number} ${floor}`,
    districtId: district.id,
    categoryId: profile.categoryId,
    latitude: round6(place.latitude + (random.next() - 0.5) * 0.005),
    longitude: round6(place.longitude + (random.next() - 0.5) * 0.006),
    minCount: random.integer(...profile.minCount),
    maxCount: random.integer(...profile.maxCount),
    facilityIds: pickFacilities(random, profile, kind.facilities ?? []),
    ...makePrices(random, profile),
    cancellationPolicy: random.pick(['FLEXIBLE', 'FLEXIBLE', 'STANDARD', 'STANDARD', 'STRICT']),
    hostIndex: random.integer(0, demoHosts.length - 1),
    // Cubed: a few favourites, many rooms with a handful of likes.
    likeCount: 3 + Math.floor(random.next() ** 3 * 480),
    pictures: random.integer(3, 5),
    reviews: makeReviews(random, words.praise),
  };
}

/** Openings with closings, shuffled, so that no two rooms of a category share both. */
function subtitlesOf({ categoryId, rooms }: CategoryProfile): string[] {
  const { openings, closings } = wordsOf(categoryId);
  const all = openings.flatMap((opening) => closings.map((closing) => `${opening} ${closing}`));
  return makeRandom(categoryId).sample(all, rooms);
}

function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

function pickFacilities(random: Random, profile: CategoryProfile, boasted: readonly number[]): number[] {
  const extra = profile.often.filter(() => random.chance(0.5));
  return [...new Set([...profile.always, ...boasted, ...extra])].sort((a, b) => a - b);
}

function makePrices(
  random: Random,
  profile: CategoryProfile,
): Pick<DemoRoom, 'dayPrice' | 'nightPrice' | 'allPrice'> {
  // One draw decides how dear a room is, so that day and night belong together.
  const level = random.next();
  const price = ([from, to]: readonly [number, number]) =>
    Math.round(from + (to - from) * Math.min(1, Math.max(0, level + (random.next() - 0.5) * 0.2))) * 1000;
  const day = price(profile.day);
  if (!profile.night) return { dayPrice: day, nightPrice: null, allPrice: null };
  const night = price(profile.night);
  const all = Math.round(((day + night) * (0.84 + random.next() * 0.1)) / 1000) * 1000;
  const unsold = random.integer(1, 30);
  return {
    dayPrice: unsold === 1 ? null : day,
    nightPrice: unsold === 2 ? null : night,
    allPrice: unsold <= 4 ? null : all,
  };
}

function makeReviews(random: Random, praise: readonly string[]): DemoReview[] {
  const guests = random.sample([...demoGuests.keys()], random.integer(0, 6));
  // Sentences are dealt, not drawn, so that no room repeats itself.
  const openings = random.sample(praise, guests.length);
  const closings = random.sample(warmClosings, guests.length);
  return guests.map((guestIndex, index) => {
    const rating = random.pick([5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 3, 3, 2, 1]);
    return {
      guestIndex,
      rating,
      text: reviewText(random, rating, openings[index]!, closings[index]!),
      daysAgo: random.integer(2, 400),
    };
  });
}

function reviewText(random: Random, rating: number, praise: string, closing: string): string {
  if (rating === 5) return random.chance(0.75) ? `${praise} ${closing}` : praise;
  if (rating === 4) return `${praise} ${random.pick(random.chance(0.6) ? smallComplaints : [closing])}`;
  if (rating === 3) return `${random.pick(lukewarm)} ${random.pick(smallComplaints)}`;
  return random.pick(complaints);
}
