/** Closing sentences of content guests, fitting any room. */
export const warmClosings: readonly string[] = [
  '다음에 또 올게요!',
  '호스트님이 친절하세요.',
  '답장이 빨라서 예약이 편했습니다.',
  '청소 상태도 아주 깨끗했어요.',
  '가격도 합리적입니다.',
  '친구들에게 추천했어요.',
  '벌써 세 번째 방문입니다.',
  '찾아가기 쉬웠어요.',
  '시간이 모자랄 만큼 좋았어요.',
  '냉난방이 잘 돼서 쾌적했습니다.',
  '사진과 똑같아서 믿음이 갑니다.',
  '주말에 다시 예약하려고요.',
];

/** Small complaints of guests who give four or three stars. */
export const smallComplaints: readonly string[] = [
  '다만 입구를 찾기가 조금 어려웠어요.',
  '주차 자리가 조금 아쉬웠습니다.',
  '화장실이 층 아래에 있는 점만 아쉬워요.',
  '에어컨이 조금 늦게 시원해졌어요.',
  '엘리베이터가 없어 짐이 많으면 힘들어요.',
  '주말에는 골목이 조금 시끄러워요.',
  '의자가 두 개쯤 더 있으면 좋겠어요.',
  '휴지통이 작아서 금방 찼어요.',
];

/** Sentences of guests who give three stars. */
export const lukewarm: readonly string[] = [
  '무난하게 이용했습니다.',
  '나쁘지 않지만 기대보다는 평범했어요.',
  '가격만큼은 했던 것 같아요.',
  '위치는 좋은데 생각보다 좁았어요.',
];

/** Sentences of guests who give one or two stars. */
export const complaints: readonly string[] = [
  '앞 팀 정리가 안 되어 있어서 시작이 늦어졌어요.',
  '사진보다 많이 좁고 환기가 잘 안 됐어요.',
  '비품 일부가 고장 나 있었는데 안내가 없었습니다.',
  '옆방 소리가 생각보다 크게 들렸어요.',
];
