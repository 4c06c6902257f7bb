/** A district (구) of Seoul; `id` is its official five-digit administrative code. */
export interface DistrictRecord {
  readonly id: number;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** A kind of room or a facility in it; `icon` names a drawing in `welcome/icons/`. */
export interface IconRecord {
  readonly id: number;
  readonly name: string;
  readonly icon: string;
}

/** The 25 districts of Seoul, each with the position of its district office in degrees. */
export const districts: readonly DistrictRecord[] = [
  { id: 11110, name: '종로구', latitude: 37.5735, longitude: 126.979 },
  { id: 11140, name: '중구', latitude: 37.5641, longitude: 126.9979 },
  { id: 11170, name: '용산구', latitude: 37.5326, longitude: 126.9905 },
  { id: 11200, name: '성동구', latitude: 37.5634, longitude: 127.0369 },
  { id: 11215, name: '광진구', latitude: 37.5385, longitude: 127.0823 },
  { id: 11230, name: '동대문구', latitude: 37.5744, longitude: 127.0396 },
  { id: 11260, name: '중랑구', latitude: 37.6065, longitude: 127.0928 },
  { id: 11290, name: '성북구', latitude: 37.5894, longitude: 127.0167 },
  { id: 11305, name: '강북구', latitude: 37.6396, longitude: 127.0257 },
  { id: 11320, name: '도봉구', latitude: 37.6688, longitude: 127.0471 },
  { id: 11350, name: '노원구', latitude: 37.6542, longitude: 127.0568 },
  { id: 11380, name: '은평구', latitude: 37.6027, longitude: 126.9291 },
  { id: 11410, name: '서대문구', latitude: 37.5791, longitude: 126.9368 },
  { id: 11440, name: '마포구', latitude: 37.5663, longitude: 126.9019 },
  { id: 11470, name: '양천구', latitude: 37.517, longitude: 126.8665 },
  { id: 11500, name: '강서구', latitude: 37.5509, longitude: 126.8497 },
  { id: 11530, name: '구로구', latitude: 37.4954, longitude: 126.8874 },
  { id: 11545, name: '금천구', latitude: 37.4569, longitude: 126.8955 },
  { id: 11560, name: '영등포구', latitude: 37.5264, longitude: 126.8962 },
  { id: 11590, name: '동작구', latitude: 37.5124, longitude: 126.9393 },
  { id: 11620, name: '관악구', latitude: 37.4784, longitude: 126.9516 },
  { id: 11650, name: '서초구', latitude: 37.4837, longitude: 127.0324 },
  { id: 11680, name: '강남구', latitude: 37.5172, longitude: 127.0473 },
  { id: 11710, name: '송파구', latitude: 37.5145, longitude: 127.1059 },
  { id: 11740, name: '강동구', latitude: 37.5301, longitude: 127.1238 },
];

/** What a room is for. */
export const categories: readonly IconRecord[] = [
  { id: 1, name: '합주실', icon: 'band' },
  { id: 2, name: '연습실', icon: 'practice' },
  { id: 3, name: '녹음실', icon: 'studio' },
  { id: 4, name: '파티룸', icon: 'party' },
  { id: 5, name: '공연장', icon: 'stage' },
  { id: 6, name: '댄스연습실', icon: 'dance' },
  { id: 7, name: '스터디룸', icon: 'study' },
  { id: 8, name: '촬영스튜디오', icon: 'camera' },
  { id: 9, name: '루프탑', icon: 'rooftop' },
  { id: 10, name: '게스트하우스', icon: 'guesthouse' },
];

/** What a room has or allows. */
export const facilities: readonly IconRecord[] = [
  { id: 1, name: '드럼', icon: 'drum' },
  { id: 2, name: '기타 앰프', icon: 'guitar-amp' },
  { id: 3, name: '베이스 앰프', icon: 'bass-amp' },
  { id: 4, name: '키보드', icon: 'keyboard' },
  { id: 5, name: '마이크', icon: 'microphone' },
  { id: 6, name: '믹서', icon: 'mixer' },
  { id: 7, name: '피아노', icon: 'piano' },
  { id: 8, name: '녹음장비', icon: 'recorder' },
  { id: 9, name: '방음', icon: 'soundproof' },
  { id: 10, name: '조명', icon: 'spotlight' },
  { id: 11, name: '빔프로젝터', icon: 'projector' },
  { id: 12, name: '노래방 기계', icon: 'karaoke' },
  { id: 13, name: '블루투스 스피커', icon: 'speaker' },
  { id: 14, name: '전신거울', icon: 'mirror' },
  { id: 15, name: '화이트보드', icon: 'whiteboard' },
  { id: 16, name: '와이파이', icon: 'wifi' },
  { id: 17, name: '냉난방', icon: 'air-conditioner' },
  { id: 18, name: '주차', icon: 'parking' },
  { id: 19, name: '취사시설', icon: 'kitchen' },
  { id: 20, name: '바베큐', icon: 'barbecue' },
  { id: 21, name: '보드게임', icon: 'board-game' },
  { id: 22, name: '반려동물 동반', icon: 'pet' },
  { id: 23, name: '휠체어 접근', icon: 'wheelchair' },
  { id: 24, name: '24시간', icon: 'open-24' },
];
