import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ObjectStorage, StorageUnavailable } from '../src/platform/storage/storage.js';
import { type Answer, startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';
import { type Part, upload, uploadHalf } from './upload.js';
import { watchPuts } from './watch-puts.js';

const space = `id title subtitle address latitude longitude minCount maxCount fromPrice cancellationPolicy likeCount
  category { id } district { id } facilities { id } options { option price } host { id }
  images { id url width height position }`;
const create = `mutation ($input: CreateSpaceInput!, $images: [Upload!]!) { createSpace(input: $input, images: $images) { ${space} } }`;
const update = `mutation ($id: ID!, $input: UpdateSpaceInput!) { updateSpace(id: $id, input: $input) { ${space} } }`;
const remove = 'mutation ($id: ID!) { deleteSpace(id: $id) }';
const addImages = `mutation ($id: ID!, $images: [Upload!]!) { addSpaceImages(id: $id, images: $images) { images { id position } } }`;
const removeImage = `mutation ($id: ID!, $imageId: ID!) { removeSpaceImage(id: $id, imageId: $imageId) { images { id position } } }`;
const orderImages = `mutation ($id: ID!, $imageIds: [ID!]!) { orderSpaceImages(id: $id, imageIds: $imageIds) { images { id position } } }`;

const input = {
  title: ' 망원  루프탑 ',
  subtitle: '한강이 보이는 파티룸',
  address: '서울특별시 마포구 망원로 7',
  latitude: 37.5559,
  longitude: 126.9019,
  categoryId: '2',
  districtId: '11440',
  minCount: 3,
  maxCount: 12,
  facilityIds: ['1', '3'],
  options: [
    { option: 'NIGHT', price: 90_000 },
    { option: 'DAY', price: 70_000 },
  ],
  cancellationPolicy: 'STRICT',
};

let app: TestApp;
let make: Make;
let host: { id: string; token: string };
let picture: Part;

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
  picture = { bytes: await png(800, 600) };
});

afterAll(() => app.stop());

beforeEach(async () => {
  host = await make.guest(0);
});

// Whatever a test has done, rooms show the pictures that they have.
afterEach(async () => {
  const { shown, present } = await pictures();
  expect(shown).toEqual(present);
});

function png(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#c33' } })
    .png()
    .toBuffer();
}

/** What is written down of spaces and pictures, and which objects there are. */
async function state() {
  const keys: string[] = [];
  for await (const { key } of app.get(ObjectStorage).list()) keys.push(key);
  const all = (table: string) => app.database.select(`SELECT * FROM ${table} ORDER BY id`);
  return {
    spaces: await all('space'),
    images: await all('space_image'),
    media: await all('media'),
    objects: keys.sort(),
  };
}

/** The pictures of every space, as its own row tells them and as theirs do: id, object, width and height, in order. */
async function pictures() {
  const spaces = await app.database.select<{ id: string; pictures: string }>(
    'SELECT id, pictures FROM space',
  );
  const images = await app.database.select<{
    spaceId: string;
    id: string;
    media: string;
    w: number;
    h: number;
  }>(
    `SELECT i.space_id AS spaceId, i.id, m.id AS media, m.width AS w, m.height AS h
     FROM space_image i JOIN media m ON m.id = i.media_id ORDER BY i.position`,
  );
  const of = (space: string) => images.filter(({ spaceId }) => spaceId === space);
  return {
    shown: new Map(spaces.map((row) => [row.id, JSON.parse(row.pictures)])),
    present: new Map(
      spaces.map((row) => [row.id, of(row.id).map(({ id, media, w, h }) => [id, media, w, h])]),
    ),
  };
}

/** Runs something that must change nothing, and gives its answer. */
async function refused<T>(work: () => Promise<T>): Promise<T> {
  const before = await state();
  const answer = await work();
  expect(await state()).toEqual(before);
  return answer;
}

const register = async (files: Part[] = [picture], change: object = {}) =>
  (await upload(app, create, { input: { ...input, ...change } }, files, host.token)).data.createSpace;
const code = ({ errors }: Answer) => errors?.[0]?.extensions['code'];

describe('createSpace', () => {
  it('registers a space with its pictures, in order', async () => {
    const files = [picture, { bytes: await png(300, 400) }, { bytes: await png(640, 480) }];
    const { data, errors } = await upload(app, create, { input }, files, host.token);
    expect(errors).toBeUndefined();
    const id = expect.stringMatching(/^[\da-f-]{36}$/);
    const url = expect.stringMatching(/\/media\/[\da-f-]{36}$/);
    expect(data.createSpace).toEqual({
      ...input,
      id,
      title: '망원 루프탑',
      fromPrice: 70_000,
      likeCount: 0,
      categoryId: undefined,
      districtId: undefined,
      facilityIds: undefined,
      category: { id: '2' },
      district: { id: '11440' },
      facilities: [{ id: '1' }, { id: '3' }],
      options: [
        { option: 'DAY', price: 70_000 },
        { option: 'NIGHT', price: 90_000 },
      ],
      host: { id: host.id },
      images: [
        { id, url, width: 800, height: 600, position: 0 },
        { id, url, width: 300, height: 400, position: 1 },
        { id, url, width: 640, height: 480, position: 2 },
      ],
    });
    const served = await fetch(local(data.createSpace.images[1].url));
    expect([served.status, served.headers.get('content-type')]).toEqual([200, 'image/webp']);
    const { width, height } = await sharp(await served.arrayBuffer()).metadata();
    expect([width, height]).toEqual([300, 400]);
  });

  it('makes it found by its words, its filters, and on the list of its host', async () => {
    const { id } = await register([picture], { title: '유일무이 합주실' });
    const { data } = await app.run(
      `{ spaces(filter: { search: "유일무이", districtId: "11440", headCount: 5, date: "2026-12-24", option: DAY }) { nodes { id } }
         me { spaces { nodes { id } totalCount } } }`,
      {},
      host.token,
    );
    expect(data.spaces.nodes).toEqual([{ id }]);
    expect(data.me.spaces).toEqual({ nodes: [{ id }], totalCount: 1 });
  });

  it.each([
    [{ title: '' }, 'input.title: must have 1 to 100 visible characters'],
    [{ title: '가'.repeat(101) }, 'input.title: must have 1 to 100 visible characters'],
    [{ subtitle: '\u200b' }, 'input.subtitle: must have 1 to 200 visible characters'],
    [{ address: '가'.repeat(201) }, 'input.address: must have 1 to 200 visible characters'],
    [{ latitude: 91 }, 'input.latitude: must be from -90 to 90, and given with input.longitude'],
    [{ longitude: null }, 'input.longitude: must be from -180 to 180, and given with input.latitude'],
    [{ minCount: 0 }, 'input.minCount: must be from 1 to 1000'],
    [{ maxCount: 2 }, 'input.maxCount: must be from 3 to 1000'],
    [{ maxCount: 1001 }, 'input.maxCount: must be from 3 to 1000'],
    [{ categoryId: '99' }, 'input.categoryId: names nothing that exists'],
    [{ districtId: 'x' }, 'input.districtId: names nothing that exists'],
    [{ facilityIds: ['1', '60'] }, 'input.facilityIds: names nothing that exists'],
    [{ options: [] }, 'input.options: must be 1 to 3 options, each once'],
    [
      {
        options: [
          { option: 'DAY', price: 1 },
          { option: 'DAY', price: 2 },
        ],
      },
      'input.options: must be 1 to 3 options, each once',
    ],
    [{ options: [{ option: 'DAY', price: -1 }] }, 'input.options.0.price: must be from 0 to 1000000000'],
  ])('refuses %j', async (change, message) => {
    const answer = await refused(() =>
      upload(app, create, { input: { ...input, ...change } }, [picture], host.token),
    );
    expect(answer.errors?.[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } });
  });

  it('takes no coordinates, and the counts that are usual', async () => {
    const { latitude: _, longitude: __, minCount: ___, ...rest } = input;
    const { data } = await upload(app, create, { input: rest }, [picture], host.token);
    expect(data.createSpace).toMatchObject({ latitude: null, longitude: null, minCount: 2 });
  });

  it('needs at least one picture', async () => {
    const answer = await refused(() => app.run(create, { input, images: [] }, host.token));
    expect(answer.errors?.[0]?.message).toBe('images: must be 1 to 10 pictures');
  });
});

describe('pictures', () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['a drawing with a script', () => svg, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'UNSUPPORTED_MEDIA_TYPE'],
    ['an archive', () => Buffer.from('PK\u0003\u0004 and more'), 'UNSUPPORTED_MEDIA_TYPE'],
    ['a moving GIF', () => Buffer.from('GIF89a\u0001\u0000\u0001\u0000'), 'UNSUPPORTED_MEDIA_TYPE'],
    ['nothing', () => new Uint8Array(), 'BAD_USER_INPUT'],
    ['half a picture', async () => (await png(800, 600)).subarray(0, 600), 'BAD_USER_INPUT'],
    ['the head of a picture', async () => (await png(800, 600)).subarray(0, 40), 'BAD_USER_INPUT'],
    ['more than 15 MiB', () => new Uint8Array(15 * 1024 * 1024 + 1), 'PAYLOAD_TOO_LARGE'],
  ])('that are %s take the whole request with them', async (_, bytes, expected) => {
    const files = [picture, { bytes: await bytes() }, picture];
    const answer = await refused(() => upload(app, create, { input }, files, host.token));
    expect(code(answer)).toBe(expected);
    expect(answer.errors?.[0]?.message).toMatch(/^images\.1: /);
  });

  it('that claim 400 million pixels are refused by their head', async () => {
    const bomb = await sharp({
      create: { width: 20_000, height: 20_000, channels: 3, background: '#000' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    const before = process.memoryUsage().rss;
    const answer = await refused(() => upload(app, create, { input }, [{ bytes: bomb }], host.token));
    expect(answer.errors?.[0]?.message).toBe('images.0: must have at most 50 million pixels');
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('are kept upright, without what a camera has written into them', async () => {
    const shot = await sharp(await png(400, 200))
      .withExif({ IFD0: { Artist: 'Somebody', Orientation: '6' }, IFD3: { GPSLatitude: '37/1 33/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(shot).metadata()).exif).toBeDefined();
    const { images } = await register([{ bytes: shot, type: 'image/jpeg', name: 'IMG 1.jpg' }]);
    expect(images[0]).toMatchObject({ width: 200, height: 400 });
    const served = await sharp(await (await fetch(local(images[0].url))).arrayBuffer()).metadata();
    expect(served).toMatchObject({ format: 'webp', width: 200, height: 400 });
    expect([served.exif, served.xmp, served.iptc, served.orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are what their bytes are, whatever they are called', async () => {
    const { images } = await register([{ ...picture, type: 'application/x-php', name: '../../x.php' }]);
    expect(images[0]).toMatchObject({ width: 800, height: 600 });
  });

  it('larger than 4096 pixels are drawn smaller', async () => {
    const { images } = await register([{ bytes: await png(5000, 2500) }]);
    expect(images[0]).toMatchObject({ width: 4096, height: 2048 });
  });

  it('at other widths are AVIF for those who take it, and WebP for all others', async () => {
    const { images } = await register();
    const get = async (accept: string) => {
      const response = await fetch(`${local(images[0].url)}?w=320`, { headers: { accept } });
      const { width, format } = await sharp(await response.arrayBuffer()).metadata();
      return [response.headers.get('content-type'), response.headers.get('vary'), width, format];
    };
    expect(await get('image/avif,image/webp,*/*')).toEqual(['image/avif', 'Accept, Origin', 320, 'heif']);
    expect(await get('image/webp,*/*')).toEqual(['image/webp', 'Accept, Origin', 320, 'webp']);
    expect(await get('image/avif;q=0, */*')).toEqual(['image/webp', 'Accept, Origin', 320, 'webp']);
  });
});

describe('nothing is left', () => {
  it('when the database fails after the pictures are stored', async () => {
    const rename = (from: string, to: string) =>
      app.database.transaction((manager) => manager.query(`ALTER TABLE ${from} RENAME TO ${to}`));
    const before = await state();
    await rename('space_image', 'space_image_away');
    const answer = await upload(app, create, { input }, [picture, picture], host.token);
    await rename('space_image_away', 'space_image');
    expect(code(answer)).toBe('INTERNAL');
    expect(await state()).toEqual(before);
  });

  it('when the client leaves in the middle of the second picture', async () => {
    const before = await state();
    const watch = watchPuts(app.get(ObjectStorage));
    const sent = uploadHalf(app, create, { input }, [picture, picture, picture], host.token);
    await vi.waitFor(() => expect([watch.taken > 0, watch.running]).toEqual([true, 0]), 5000);
    expect((await state()).objects).toHaveLength(before.objects.length + 1);
    sent.destroy();
    await vi.waitFor(async () => expect(await state()).toEqual(before), 5000);
    watch.stop();
  });

  it('when the storage fails at the second picture', async () => {
    const storage = app.get(ObjectStorage);
    const put = storage.put.bind(storage);
    const failing = vi
      .spyOn(storage, 'put')
      .mockImplementationOnce(put)
      .mockImplementationOnce(async (_key, body) => {
        for await (const _ of body) break;
        throw new StorageUnavailable(new Error('disk full'));
      });
    const files = [picture, picture, picture];
    const answer = await refused(() => upload(app, create, { input }, files, host.token));
    expect(failing).toHaveBeenCalledTimes(3);
    failing.mockRestore();
    expect(code(answer)).toBe('UNAVAILABLE');
    expect(JSON.stringify(answer)).not.toContain('disk');
  });
});

describe('a multipart request', () => {
  it('is refused without the header that browsers ask about first', async () => {
    const answer = await refused(() => upload(app, create, { input }, [picture], host.token, {}));
    expect(answer.errors?.[0]?.message).toBe(
      'A multipart request needs one of these headers: apollo-require-preflight, x-apollo-operation-name.',
    );
  });

  it.each([
    ['without', undefined],
    ['with a wrong', 'wrong'],
  ])('is refused %s token, before any file is read', async (_, token) => {
    expect(code(await refused(() => upload(app, create, { input }, [picture], token)))).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('of 11 files is refused', async () => {
    const files = Array.from({ length: 11 }, () => picture);
    expect(code(await refused(() => upload(app, create, { input }, files, host.token)))).toBe(
      'PAYLOAD_TOO_LARGE',
    );
  });

  const operations = JSON.stringify({ query: create, variables: { input, images: [null] } });

  it.each<[string, [string, string][], string]>([
    ['without operations', [['map', '{}']], 'BAD_USER_INPUT'],
    ['without a map', [['operations', operations]], 'BAD_USER_INPUT'],
    [
      'with broken operations',
      [
        ['operations', '{'],
        ['map', '{}'],
      ],
      'BAD_USER_INPUT',
    ],
    [
      'with a map of 10,000 entries',
      [
        ['operations', operations],
        ['map', manyEntries(10_000)],
      ],
      'PAYLOAD_TOO_LARGE',
    ],
    [
      'with a map that reaches for prototypes',
      [
        ['operations', operations],
        ['map', '{"0":["__proto__.polluted"]}'],
      ],
      'BAD_USER_INPUT',
    ],
    [
      'whose file never comes',
      [
        ['operations', operations],
        ['map', '{"0":["variables.images.0"]}'],
      ],
      'BAD_USER_INPUT',
    ],
  ])('%s is refused', async (_, fields, expected) => {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    const answer = await refused(async () => {
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${host.token}`, 'apollo-require-preflight': 'yes' },
        body: form,
      });
      return (await response.json()) as Answer;
    });
    expect(code(answer)).toBe(expected);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('updateSpace', () => {
  it('changes what is given, and nothing else', async () => {
    const before = await register();
    const { data } = await app.run(
      update,
      { id: before.id, input: { title: '새 이름', maxCount: 20, minCount: null } },
      host.token,
    );
    expect(data.updateSpace).toEqual({ ...before, title: '새 이름', maxCount: 20 });
    const found = await app.run('{ spaces(filter: { search: "새 이름" }) { nodes { id } } }');
    expect(found.data.spaces.nodes).toEqual([{ id: before.id }]);
  });

  it('replaces options, facilities and place', async () => {
    const { id } = await register();
    const change = {
      options: [{ option: 'ALL', price: 5 }],
      facilityIds: [],
      latitude: null,
      longitude: null,
    };
    const { data } = await app.run(update, { id, input: change }, host.token);
    expect(data.updateSpace).toMatchObject({
      options: [{ option: 'ALL', price: 5 }],
      fromPrice: 5,
      facilities: [],
      latitude: null,
      longitude: null,
    });
  });

  it('leaves placed orders their price and policy', async () => {
    const { id } = await register();
    const guest = await make.guest();
    const order = await new Booking(app).book(guest.token, { spaceId: id });
    const change = { options: [{ option: 'DAY', price: 5 }], cancellationPolicy: 'FLEXIBLE' };
    await app.run(update, { id, input: change }, host.token);
    const { data } = await new Booking(app).find(guest.token, order.id);
    expect(data.order).toMatchObject({ price: 70_000, cancellationQuote: order.cancellationQuote });
  });

  it.each([
    [{ minCount: 13 }, 'input.maxCount: must be from 13 to 1000'],
    [{ latitude: null }, 'input.latitude: must be from -90 to 90, and given with input.longitude'],
    [{ options: [] }, 'input.options: must be 1 to 3 options, each once'],
  ])('refuses %j', async (change, message) => {
    const { id } = await register();
    const answer = await refused(() => app.run(update, { id, input: change }, host.token));
    expect(answer.errors?.[0]?.message).toBe(message);
  });
});

describe('deleteSpace', () => {
  it('takes it off every list; orders of the past still show it', async () => {
    const { id } = await register([picture], { title: '사라질 방' });
    const guest = await make.guest();
    const booking = new Booking(app);
    const { id: orderId } = await booking.book(guest.token, { spaceId: id });
    await booking.cancel(guest.token, orderId);
    expect((await app.run(remove, { id }, host.token)).data.deleteSpace).toBe(id);
    const { data } = await app.run(
      '{ spaces(filter: { search: "사라질" }) { nodes { id } } me { spaces { nodes { id } } } }',
      {},
      host.token,
    );
    expect([data.spaces.nodes, data.me.spaces.nodes]).toEqual([[], []]);
    expect(code(await app.run('query ($id: ID!) { space(id: $id) { id } }', { id }))).toBe('NOT_FOUND');
    expect((await booking.find(guest.token, orderId)).data.order.space).toEqual({ id });
    expect(code(await app.run(remove, { id }, host.token))).toBe('NOT_FOUND');
  });

  it('is refused with their number while paid stays lie ahead', async () => {
    const { id } = await register();
    const guest = await make.guest();
    const booking = new Booking(app);
    const order = await booking.book(guest.token, { spaceId: id });
    await booking.book(guest.token, { spaceId: id, option: 'NIGHT', date: '2026-12-25' });
    const answer = await refused(() => app.run(remove, { id }, host.token));
    expect(answer.errors?.[0]).toMatchObject({
      message: 'There are 2 paid bookings ahead; cancel first.',
      extensions: { code: 'CONFLICT', bookings: 2 },
    });
    expect((await booking.find(guest.token, order.id)).data.order.status).toBe('COMPLETED');
  });

  it('ends holds: what was not paid can no longer be', async () => {
    const { id } = await register();
    const guest = await make.guest();
    const booking = new Booking(app);
    const hold = (await booking.place(guest.token, { spaceId: id })).data.placeOrder;
    await app.run(remove, { id }, host.token);
    expect((await booking.find(guest.token, hold.id)).data.order.status).toBe('EXPIRED');
    expect((await booking.complete(guest.token, hold.id)).data.completeOrder.__typename).toBe('SlotTaken');
    expect(await booking.points(guest.id)).toBe(1_000_000);
  });

  it('against payments at once never leaves a paid stay without its space', async () => {
    const booking = new Booking(app);
    for (let round = 0; round < 10; round += 1) {
      const { id } = await register();
      const guest = await make.guest();
      const hold = (await booking.place(guest.token, { spaceId: id })).data.placeOrder;
      const [removed, paid] = await Promise.all([
        app.run(remove, { id }, host.token),
        booking.complete(guest.token, hold.id),
      ]);
      const isPaid = paid.data?.completeOrder?.status === 'COMPLETED';
      expect(removed.data === null || removed.data.deleteSpace === null).toBe(isPaid);
    }
    expect(await booking.audit()).toEqual([]);
  });
});

describe('the pictures of a space', () => {
  const idsOf = (answer: { data?: any }) =>
    Object.values(answer.data)[0] as { images: { id: string; position: number }[] };

  it('are added behind those there are, up to ten', async () => {
    const { id, images } = await register();
    const more = await upload(app, addImages, { id }, [picture, picture], host.token);
    expect(idsOf(more).images.map(({ position }) => position)).toEqual([0, 1, 2]);
    expect(idsOf(more).images[0]?.id).toBe(images[0].id);
    const many = Array.from({ length: 8 }, () => picture);
    const answer = await refused(() => upload(app, addImages, { id }, many, host.token));
    expect(answer.errors?.[0]?.message).toBe('images: must leave the space with at most 10 pictures');
  });

  it('added by many at once never become more than ten', async () => {
    const { id } = await register();
    const four = Array.from({ length: 4 }, () => picture);
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => upload(app, addImages, { id }, four, host.token)),
    );
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(2);
    const [row] = await app.database.select<{ images: number; places: number }>(
      'SELECT COUNT(*) AS images, COUNT(DISTINCT position) AS places FROM space_image WHERE space_id = ?',
      [id],
    );
    expect(row).toEqual({ images: 9, places: 9 });
  });

  it('changed by many at once are shown as they are', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, images } = await register(Array.from({ length: 5 }, () => picture));
      const ids: string[] = images.map((image: { id: string }) => image.id);
      await Promise.all([
        app.run(orderImages, { id, imageIds: ids.toReversed() }, host.token),
        app.run(removeImage, { id, imageId: ids[0] }, host.token),
        upload(app, addImages, { id }, [picture, picture], host.token),
        app.run(orderImages, { id, imageIds: [...ids.slice(2), ...ids.slice(0, 2)] }, host.token),
        app.run(removeImage, { id, imageId: ids[4] }, host.token),
        upload(app, addImages, { id }, [picture], host.token),
        app.run(update, { id, input: { title: '새 이름' } }, host.token),
      ]);
      const { data } = await app.run('query ($id: ID!) { space(id: $id) { images { id position } } }', {
        id,
      });
      const { present } = await pictures();
      const rows = present.get(id)?.map(([image], position) => ({ id: image, position }));
      expect(data.space.images).toEqual(rows);
      expect(rows).toHaveLength(6);
    }
  });

  it('are removed with their bytes, but never the last', async () => {
    const { id, images } = await register([picture, picture]);
    await fetch(`${local(images[0].url)}?w=160`);
    const left = await app.run(removeImage, { id, imageId: images[0].id }, host.token);
    expect(idsOf(left).images).toEqual([{ id: images[1].id, position: 0 }]);
    expect((await fetch(local(images[0].url))).status).toBe(404);
    const media = images[0].url.split('/').at(-1);
    expect((await state()).objects.filter((key) => key.includes(media))).toEqual([]);
    const answer = await refused(() => app.run(removeImage, { id, imageId: images[1].id }, host.token));
    expect(answer.errors?.[0]?.message).toBe('imageId: must not be the last picture of the space');
    expect(code(await app.run(removeImage, { id, imageId: images[0].id }, host.token))).toBe('NOT_FOUND');
  });

  it('are put in another order', async () => {
    const { id, images } = await register([picture, picture, picture]);
    const [first, second, third] = images.map((image: { id: string }) => image.id);
    const ordered = await app.run(orderImages, { id, imageIds: [third, first, second] }, host.token);
    expect(idsOf(ordered).images.map((image) => image.id)).toEqual([third, first, second]);
    for (const imageIds of [
      [third, first],
      [third, first, first],
      [third, first, second, second],
      [third, first, 'x'],
    ]) {
      const answer = await refused(() => app.run(orderImages, { id, imageIds }, host.token));
      expect(answer.errors?.[0]?.message).toBe('imageIds: must name each picture of the space exactly once');
    }
  });
});

describe.each([
  ['updateSpace', update, { input: { title: '남의 방' } }],
  ['deleteSpace', remove, {}],
  ['removeSpaceImage', removeImage, { imageId: 'x' }],
  ['orderSpaceImages', orderImages, { imageIds: [] }],
  ['addSpaceImages', addImages, null],
])('%s', (_, mutation, variables) => {
  it('is for the host alone', async () => {
    const { id } = await register();
    const stranger = await make.guest();
    const run = (token?: string) =>
      variables
        ? app.run(mutation, { id, ...variables }, token)
        : upload(app, mutation, { id }, [picture], token);
    expect(code(await refused(() => run(stranger.token)))).toBe('NOT_FOUND');
    expect(code(await refused(() => run()))).toBe('UNAUTHENTICATED');
  });
});

function manyEntries(count: number): string {
  return JSON.stringify(
    Object.fromEntries(Array.from({ length: count }, (_, index) => [index, ['variables.images.0']])),
  );
}

/** A link of the server, at the address of the test. */
function local(url: string): string {
  const { pathname, search } = new URL(url);
  return app.url + pathname + search;
}
