import { z } from 'zod';
import { keptSecret } from './app-secret.js';

/** Every setting, frozen, as the rest of the code sees it. */
export abstract class Config {
  abstract readonly production: boolean;
  abstract readonly port: number;
  abstract readonly host: string;
  /** Base of every link handed out, without a slash at its end. */
  abstract readonly publicUrl: string;
  abstract readonly databaseUrl: string;
  abstract readonly redisUrl: string | null;
  abstract readonly storageUrl: string;
  /** How to reach S3, where `storageUrl` names a bucket. */
  abstract readonly s3: S3Settings;
  abstract readonly appSecret: string;
  abstract readonly corsOrigins: readonly string[];
  /** Where a log-in at Kakao may lead back to. */
  abstract readonly returnToOrigins: readonly string[];
  /** Null where Kakao is not set up: there is no log-in with it then. */
  abstract readonly kakao: KakaoSettings | null;
  abstract readonly holdSeconds: number;
  abstract readonly signupPoints: number;
  /** Bytes that the recordings of one person may take. */
  abstract readonly recordingQuota: number;
  abstract readonly demo: boolean;
  /** Multiplies every rate limit. */
  abstract readonly rateLimitFactor: number;
  abstract readonly logLevel: LogLevel;
}

/** How to reach Kakao, and who we are there. URLs have no slash at their end. */
export interface KakaoSettings {
  readonly restApiKey: string;
  readonly clientSecret: string | null;
  /** The number of the app: tokens of any other app are refused. */
  readonly appId: string;
  readonly authUrl: string;
  /** `authUrl` as browsers reach it, where that differs. */
  readonly browserAuthUrl?: string;
  readonly apiUrl: string;
}

/** Credentials are not ours to read: the AWS SDK finds them, in its own variables or wherever else it looks. */
export interface S3Settings {
  /** Null for Amazon's. */
  readonly endpoint: string | null;
  readonly region: string;
  /** Whether the bucket is named in the path, not in the host. */
  readonly forcePathStyle: boolean;
}

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

/** The bucket by Amazon's rules for new ones, the prefix a path of the same letters as our keys. */
const isBucketUrl = (text: string) =>
  /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[a-z0-9_-][a-z0-9_.-]{0,99}){0,5}\/?$/.test(text);

const text = () => z.string().min(1, 'must not be empty').optional();

const url = (fallback: string) =>
  matching((value) => hasProtocol(value, 'http:', 'https:'), 'must be an http or https URL').default(
    fallback,
  );

const origins = () =>
  matching(
    (value) => value.split(',').every((part) => isOrigin(part.trim())),
    'must be origins such as https://example.com',
  )
    .transform((value) => value.split(',').map((part) => part.trim()))
    .optional();

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
};

/** Settings that cannot be used, all of them at once. Names and reasons only: a value may be a secret. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The settings cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const schema = z.object({
  PORT: settings.PORT.check,
  HOST: settings.HOST.check,
  PUBLIC_URL: settings.PUBLIC_URL.check,
  DATABASE_URL: settings.DATABASE_URL.check,
  REDIS_URL: settings.REDIS_URL.check,
  STORAGE_URL: settings.STORAGE_URL.check,
  S3_ENDPOINT: settings.S3_ENDPOINT.check,
  S3_REGION: settings.S3_REGION.check,
  S3_FORCE_PATH_STYLE: settings.S3_FORCE_PATH_STYLE.check,
  APP_SECRET: settings.APP_SECRET.check,
  KAKAO_REST_API_KEY: settings.KAKAO_REST_API_KEY.check,
  KAKAO_CLIENT_SECRET: settings.KAKAO_CLIENT_SECRET.check,
  KAKAO_APP_ID: settings.KAKAO_APP_ID.check,
  KAKAO_AUTH_URL: settings.KAKAO_AUTH_URL.check,
  KAKAO_API_URL: settings.KAKAO_API_URL.check,
  RETURN_TO_ORIGINS: settings.RETURN_TO_ORIGINS.check,
  CORS_ORIGINS: settings.CORS_ORIGINS.check,
  HOLD_SECONDS: settings.HOLD_SECONDS.check,
  SIGNUP_POINTS: settings.SIGNUP_POINTS.check,
  RECORDING_QUOTA_MB: settings.RECORDING_QUOTA_MB.check,
  DEMO: settings.DEMO.check,
  RATE_LIMIT_FACTOR: settings.RATE_LIMIT_FACTOR.check,
  LOG_LEVEL: settings.LOG_LEVEL.check,
});

/**
 * Reads the settings out of `env`. An empty variable counts as unset.
 * @throws ConfigError naming every fault
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  const faults = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`);
  const production = given['NODE_ENV'] === 'production';
  if (production && !given['APP_SECRET']) faults.push('APP_SECRET is required in production');
  if (production && given['DEMO'] === 'on') faults.push('DEMO must not be on in production');
  if (given['KAKAO_REST_API_KEY'] && !given['KAKAO_APP_ID']) {
    faults.push('KAKAO_APP_ID is required with KAKAO_REST_API_KEY');
  }
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);

  const read = parsed.data;
  const publicUrl = (read.PUBLIC_URL ?? `http://localhost:${read.PORT}`).replace(/\/+$/, '');
  return Object.freeze({
    production,
    port: read.PORT,
    host: read.HOST,
    publicUrl,
    databaseUrl: read.DATABASE_URL,
    redisUrl: read.REDIS_URL ?? null,
    storageUrl: read.STORAGE_URL,
    s3: {
      endpoint: read.S3_ENDPOINT ?? null,
      region: read.S3_REGION,
      forcePathStyle: read.S3_FORCE_PATH_STYLE
        ? ['on', 'true'].includes(read.S3_FORCE_PATH_STYLE)
        : read.S3_ENDPOINT !== undefined,
    },
    appSecret: read.APP_SECRET ?? keptSecret('data/app-secret'),
    returnToOrigins: read.RETURN_TO_ORIGINS ?? [new URL(publicUrl).origin],
    kakao:
      read.KAKAO_REST_API_KEY && read.KAKAO_APP_ID
        ? {
            restApiKey: read.KAKAO_REST_API_KEY,
            clientSecret: read.KAKAO_CLIENT_SECRET ?? null,
            appId: read.KAKAO_APP_ID,
            authUrl: read.KAKAO_AUTH_URL.replace(/\/+$/, ''),
            apiUrl: read.KAKAO_API_URL.replace(/\/+$/, ''),
          }
        : null,
    corsOrigins: read.CORS_ORIGINS ?? [
      new URL(publicUrl).origin,
      ...(production ? [] : ['https://studio.apollographql.com']),
    ],
    holdSeconds: read.HOLD_SECONDS,
    signupPoints: read.SIGNUP_POINTS,
    recordingQuota: read.RECORDING_QUOTA_MB * 1_000_000,
    demo: !production && read.DEMO !== 'off',
    rateLimitFactor: read.RATE_LIMIT_FACTOR,
    logLevel: read.LOG_LEVEL,
  });
}
