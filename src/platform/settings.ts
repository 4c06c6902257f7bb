import { z } from 'zod';
import { isNetwork } from './http/proxies.js';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

interface Setting<T> {
  /** As the README prints it. */
  readonly default: string;
  readonly meaning: string;
  readonly check: z.ZodType<T, string | undefined>;
}

const setting = <T>(defaultText: string, meaning: string, check: z.ZodType<T, string | undefined>) =>
  ({ default: defaultText, meaning, check }) satisfies Setting<T>;

const wholeNumber = (least: number, most: number, fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number);

const matching = (test: (text: string) => boolean, error: string) => z.string().refine(test, { error });

const hasProtocol = (text: string, ...protocols: string[]) =>
  URL.canParse(text) && protocols.some((protocol) => text.startsWith(`${protocol}//`));

const isOrigin = (text: string) => hasProtocol(text, 'http:', 'https:') && new URL(text).origin === text;

/** What stands between commas. */
const partsOf = (value: string) => value.split(',').map((part) => part.trim());

const isSecretList = (value: string) => {
  const secrets = partsOf(value);
  return secrets.length <= 2 && secrets.every((secret) => secret.length >= 32);
};

/** The bucket by Amazon's rules for new ones, the prefix a path of the same letters as our keys. */
const isBucketUrl = (text: string) =>
  /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[a-z0-9_-][a-z0-9_.-]{0,99}){0,5}\/?$/.test(text);

const text = () => z.string().min(1, 'must not be empty').optional();

const url = (fallback: string) =>
  matching((value) => hasProtocol(value, 'http:', 'https:'), 'must be an http or https URL').default(
    fallback,
  );

const origins = () =>
  matching((value) => partsOf(value).every(isOrigin), 'must be origins such as https://example.com')
    .transform(partsOf)
    .optional();

const featuredByDefault = 'search:파티룸 플레이리스트,search:합주,search:lofi study';
const featuredPart = /^(?:[0-9A-Za-z]{16,40}|search:[^,]{1,100})$/;

/** The settings, in the order the README lists them. A test holds the README against this table. */
export const settings = {
  PORT: setting('`3000`', 'TCP port it listens on', wholeNumber(1, 65_535, 3000)),
  HOST: setting(
    '`127.0.0.1`',
    'address it listens on',
    z.string().min(1, 'must not be empty').default('127.0.0.1'),
  ),
  PUBLIC_URL: setting(
    '`http://localhost:$PORT`',
    'base of the links it hands out',
    matching((text) => hasProtocol(text, 'http:', 'https:'), 'must be an http or https URL').optional(),
  ),
  DATABASE_URL: setting(
    '`sqlite:data/hapju.db`',
    '`sqlite:FILE`, `sqlite::memory:`, `mysql://…` or `mariadb://…`',
    matching(
      (text) => /^sqlite:.+/.test(text) || hasProtocol(text, 'mysql:', 'mariadb:'),
      'must begin with sqlite:, mysql:// or mariadb://',
    ).default('sqlite:data/hapju.db'),
  ),
  DATABASE_READ_URLS: setting(
    'none',
    'replicas of a MySQL or MariaDB database, comma-separated: queries read from them, at most 5 seconds behind',
    matching(
      (value) => partsOf(value).every((part) => hasProtocol(part, 'mysql:', 'mariadb:')),
      'must be mysql:// or mariadb:// URLs, comma-separated',
    )
      .transform(partsOf)
      .optional(),
  ),
  DATABASE_TIMEOUT_SECONDS: setting(
    '`5`',
    'how long a database server may be silent within a statement, and how long one waits for a connection',
    wholeNumber(1, 3600, 5),
  ),
  REDIS_URL: setting(
    'none: in-process',
    'what processes share: cache, limits, log-ins under way, live updates; `redis://…` or `rediss://…`',
    matching(
      (text) => hasProtocol(text, 'redis:', 'rediss:'),
      'must begin with redis:// or rediss://',
    ).optional(),
  ),
  STORAGE_URL: setting(
    '`file:data/objects`',
    '`file:FOLDER`, or `s3://BUCKET/PREFIX` with the credentials where the AWS SDK looks for them',
    matching(
      (text) => /^file:.+/.test(text) || isBucketUrl(text),
      'must be file:FOLDER or s3://BUCKET/PREFIX',
    ).default('file:data/objects'),
  ),
  S3_ENDPOINT: setting(
    'none: Amazon S3',
    'base URL of another server that speaks S3',
    matching((text) => hasProtocol(text, 'http:', 'https:'), 'must be an http or https URL').optional(),
  ),
  S3_REGION: setting(
    '`us-east-1`',
    'region of the bucket',
    matching((text) => /^[a-z0-9-]{1,40}$/.test(text), 'must be a region such as us-east-1').default(
      'us-east-1',
    ),
  ),
  S3_FORCE_PATH_STYLE: setting(
    '`on` with `S3_ENDPOINT`',
    '`on` or `true` names the bucket in the path, `off` or `false` in the host',
    z.enum(['on', 'off', 'true', 'false'], { error: 'must be on or off' }).optional(),
  ),
  APP_SECRET: setting(
    'made once, kept in `data/`',
    'at least 32 characters, required in production; keys are derived from it',
    z.string().min(32, 'must have at least 32 characters').optional(),
  ),
  APP_SECRET_PREVIOUS: setting(
    'none',
    'the secret before, or the two before, comma-separated: what was made with them is good until it runs out',
    matching(isSecretList, 'must be 1 or 2 secrets of at least 32 characters, comma-separated')
      .transform(partsOf)
      .optional(),
  ),
  KAKAO_REST_API_KEY: setting(
    'none',
    'REST API key of the Kakao app; without it there is no log-in with Kakao',
    text(),
  ),
  KAKAO_CLIENT_SECRET: setting('none', 'its client secret, where that is switched on', text()),
  KAKAO_APP_ID: setting(
    'none',
    'number of the Kakao app, required with the key: tokens of other apps are refused',
    matching((text) => /^\d{1,15}$/.test(text), 'must be a number').optional(),
  ),
  KAKAO_AUTH_URL: setting(
    '`https://kauth.kakao.com`',
    'where Kakao signs people in',
    url('https://kauth.kakao.com'),
  ),
  KAKAO_API_URL: setting(
    '`https://kapi.kakao.com`',
    'where Kakao tells who they are',
    url('https://kapi.kakao.com'),
  ),
  SPOTIFY_CLIENT_ID: setting(
    'none',
    'id of the app at Spotify; without it there are no playlists of Spotify',
    text(),
  ),
  SPOTIFY_CLIENT_SECRET: setting('none', 'its secret, required with the id', text()),
  SPOTIFY_ACCOUNTS_URL: setting(
    '`https://accounts.spotify.com`',
    'where Spotify gives out tokens',
    url('https://accounts.spotify.com'),
  ),
  SPOTIFY_API_URL: setting(
    '`https://api.spotify.com/v1`',
    'where Spotify answers',
    url('https://api.spotify.com/v1'),
  ),
  SPOTIFY_FEATURED: setting(
    `\`${featuredByDefault}\``,
    'what the featured playlists are made of, in order: ids of playlists, and `search:WORDS`; at most 50, comma-separated',
    matching(
      (value) => partsOf(value).length <= 50 && partsOf(value).every((part) => featuredPart.test(part)),
      'must be ids of playlists and search:WORDS, at most 50',
    )
      .default(featuredByDefault)
      .transform(partsOf),
  ),
  RETURN_TO_ORIGINS: setting(
    'own origin',
    'origins that a log-in with Kakao may lead back to, comma-separated',
    origins(),
  ),
  CORS_ORIGINS: setting(
    'own origin; Apollo Sandbox outside production',
    'origins that may call from a browser, comma-separated',
    origins(),
  ),
  TRUSTED_PROXIES: setting(
    'none',
    'addresses and networks of proxies whose `X-Forwarded-For` and `-Proto` count, comma-separated',
    matching((value) => partsOf(value).every(isNetwork), 'must be addresses or networks such as 10.0.0.0/8')
      .transform(partsOf)
      .optional(),
  ),
  METRICS_TOKEN: setting(
    'none',
    'bearer token, at least 16 characters, of who may read `/metrics`; without it nobody in production, else everybody',
    z.string().min(16, 'must have at least 16 characters').optional(),
  ),
  HOLD_SECONDS: setting('`600`', 'how long a placed order holds its slot', wholeNumber(1, 86_400, 600)),
  SIGNUP_POINTS: setting('`10000`', 'points of a new account', wholeNumber(0, 100_000_000, 10_000)),
  RECORDING_QUOTA_MB: setting(
    '`2048`',
    'megabytes (10^6 bytes) that the recordings of one person may take',
    wholeNumber(0, 1_000_000, 2048),
  ),
  DEMO: setting(
    '`on` outside production',
    '`on` fills an empty database with demo data; refused in production',
    z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  ),
  RATE_LIMIT_FACTOR: setting(
    '`1`',
    'multiplies every rate limit; load tests set it high',
    z
      .string()
      .default('1')
      .refine((value) => /^\d{1,6}(\.\d{1,3})?$/.test(value) && Number(value) > 0, {
        error: 'must be a number above 0',
      })
      .transform(Number),
  ),
  LOG_LEVEL: setting(
    '`info`',
    `${logLevels.join(', ')}; JSON lines in production, readable otherwise`,
    z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
  ),
  LOG_SQL: setting(
    '`off`',
    '`on` logs the SQL of each operation, without its values, how many statements and how long; refused in production',
    z.enum(['on', 'off'], { error: 'must be on or off' }).default('off'),
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(
    'none: nothing is traced',
    'base URL of an OpenTelemetry collector that takes spans over HTTP, such as `http://localhost:4318`',
    matching((text) => hasProtocol(text, 'http:', 'https:'), 'must be an http or https URL').optional(),
  ),
  OTEL_TRACES_SAMPLER_ARG: setting(
    '`1`',
    'part of the traces begun here that is kept, 0 to 1; a caller that has begun one decides itself',
    z
      .string()
      .default('1')
      .refine((value) => /^[01](\.\d{1,6})?$/.test(value) && Number(value) <= 1, {
        error: 'must be a number from 0 to 1',
      })
      .transform(Number),
  ),
};
