import { z } from 'zod';
import { keptSecret } from './app-secret.js';
import { databaseKind } from './database/database-url.js';
import { type LogLevel, settings } from './settings.js';

/** Every setting, frozen, as the rest of the code sees it. */
export abstract class Config {
  abstract readonly production: boolean;
  abstract readonly port: number;
  abstract readonly host: string;
  /** Base of every link handed out, without a slash at its end. */
  abstract readonly publicUrl: string;
  abstract readonly databaseUrl: string;
  /** Replicas of the database at `databaseUrl`. */
  abstract readonly databaseReadUrls: readonly string[];
  /** How long a database server may be silent within a statement, and how long one waits for a connection. */
  abstract readonly databaseTimeoutMs: number;
  abstract readonly redisUrl: string | null;
  abstract readonly storageUrl: string;
  /** How to reach S3, where `storageUrl` names a bucket. */
  abstract readonly s3: S3Settings;
  abstract readonly appSecret: string;
  /** What was made with one of these still counts; nothing new is. */
  abstract readonly previousSecrets: readonly string[];
  abstract readonly corsOrigins: readonly string[];
  /** Addresses and networks whose word on where a request comes from counts. */
  abstract readonly trustedProxies: readonly string[];
  /** Where a log-in at Kakao may lead back to. */
  abstract readonly returnToOrigins: readonly string[];
  /** Null where Kakao is not set up: there is no log-in with it then. */
  abstract readonly kakao: KakaoSettings | null;
  /** Null where Spotify is not set up: there are no playlists of Spotify then. */
  abstract readonly spotify: SpotifySettings | null;
  /** What the featured playlists are made of: ids of playlists at Spotify, and `search:WORDS`. */
  abstract readonly spotifyFeatured: readonly string[];
  /** What who reads the metrics must show; null: nothing outside production, and nobody may in it. */
  abstract readonly metricsToken: string | null;
  abstract readonly holdSeconds: number;
  abstract readonly signupPoints: number;
  /** Bytes that the recordings of one person may take. */
  abstract readonly recordingQuota: number;
  abstract readonly demo: boolean;
  /** Multiplies every rate limit. */
  abstract readonly rateLimitFactor: number;
  abstract readonly logLevel: LogLevel;
  /** Whether the log tells the statements of each operation; never in production. */
  abstract readonly logSql: boolean;
  /** Where spans go, without a slash at its end; null: nowhere. */
  abstract readonly otlpEndpoint: string | null;
  /** The part of the traces begun here that is kept, 0 to 1. */
  abstract readonly traceRatio: number;
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

/** How to reach Spotify, and who we are there. URLs have no slash at their end. */
export interface SpotifySettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where tokens are given out. */
  readonly accountsUrl: string;
  readonly apiUrl: string;
  /** Origins whose pages and pictures are handed on besides Spotify's own: those of a stand-in. */
  readonly ownOrigins: readonly string[];
}

/** Credentials are not ours to read: the AWS SDK finds them, in its own variables or wherever else it looks. */
export interface S3Settings {
  /** Null for Amazon's. */
  readonly endpoint: string | null;
  readonly region: string;
  /** Whether the bucket is named in the path, not in the host. */
  readonly forcePathStyle: boolean;
}

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
  DATABASE_READ_URLS: settings.DATABASE_READ_URLS.check,
  DATABASE_TIMEOUT_SECONDS: settings.DATABASE_TIMEOUT_SECONDS.check,
  REDIS_URL: settings.REDIS_URL.check,
  STORAGE_URL: settings.STORAGE_URL.check,
  S3_ENDPOINT: settings.S3_ENDPOINT.check,
  S3_REGION: settings.S3_REGION.check,
  S3_FORCE_PATH_STYLE: settings.S3_FORCE_PATH_STYLE.check,
  APP_SECRET: settings.APP_SECRET.check,
  APP_SECRET_PREVIOUS: settings.APP_SECRET_PREVIOUS.check,
  KAKAO_REST_API_KEY: settings.KAKAO_REST_API_KEY.check,
  KAKAO_CLIENT_SECRET: settings.KAKAO_CLIENT_SECRET.check,
  KAKAO_APP_ID: settings.KAKAO_APP_ID.check,
  KAKAO_AUTH_URL: settings.KAKAO_AUTH_URL.check,
  KAKAO_API_URL: settings.KAKAO_API_URL.check,
  SPOTIFY_CLIENT_ID: settings.SPOTIFY_CLIENT_ID.check,
  SPOTIFY_CLIENT_SECRET: settings.SPOTIFY_CLIENT_SECRET.check,
  SPOTIFY_ACCOUNTS_URL: settings.SPOTIFY_ACCOUNTS_URL.check,
  SPOTIFY_API_URL: settings.SPOTIFY_API_URL.check,
  SPOTIFY_FEATURED: settings.SPOTIFY_FEATURED.check,
  RETURN_TO_ORIGINS: settings.RETURN_TO_ORIGINS.check,
  CORS_ORIGINS: settings.CORS_ORIGINS.check,
  TRUSTED_PROXIES: settings.TRUSTED_PROXIES.check,
  METRICS_TOKEN: settings.METRICS_TOKEN.check,
  HOLD_SECONDS: settings.HOLD_SECONDS.check,
  SIGNUP_POINTS: settings.SIGNUP_POINTS.check,
  RECORDING_QUOTA_MB: settings.RECORDING_QUOTA_MB.check,
  DEMO: settings.DEMO.check,
  RATE_LIMIT_FACTOR: settings.RATE_LIMIT_FACTOR.check,
  LOG_LEVEL: settings.LOG_LEVEL.check,
  LOG_SQL: settings.LOG_SQL.check,
  OTEL_EXPORTER_OTLP_ENDPOINT: settings.OTEL_EXPORTER_OTLP_ENDPOINT.check,
  OTEL_TRACES_SAMPLER_ARG: settings.OTEL_TRACES_SAMPLER_ARG.check,
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
  if (production && given['LOG_SQL'] === 'on') faults.push('LOG_SQL must not be on in production');
  if (parsed.data?.DATABASE_READ_URLS && databaseKind(parsed.data.DATABASE_URL) === 'sqlite') {
    faults.push('DATABASE_READ_URLS must not be given with SQLite, which has no replicas');
  }
  if (given['KAKAO_REST_API_KEY'] && !given['KAKAO_APP_ID']) {
    faults.push('KAKAO_APP_ID is required with KAKAO_REST_API_KEY');
  }
  if (Boolean(given['SPOTIFY_CLIENT_ID']) !== Boolean(given['SPOTIFY_CLIENT_SECRET'])) {
    faults.push('SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET are required together');
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
    databaseReadUrls: read.DATABASE_READ_URLS ?? [],
    databaseTimeoutMs: read.DATABASE_TIMEOUT_SECONDS * 1000,
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
    previousSecrets: read.APP_SECRET_PREVIOUS ?? [],
    trustedProxies: read.TRUSTED_PROXIES ?? [],
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
    spotify:
      read.SPOTIFY_CLIENT_ID && read.SPOTIFY_CLIENT_SECRET
        ? {
            clientId: read.SPOTIFY_CLIENT_ID,
            clientSecret: read.SPOTIFY_CLIENT_SECRET,
            accountsUrl: read.SPOTIFY_ACCOUNTS_URL.replace(/\/+$/, ''),
            apiUrl: read.SPOTIFY_API_URL.replace(/\/+$/, ''),
            ownOrigins: [],
          }
        : null,
    spotifyFeatured: read.SPOTIFY_FEATURED,
    corsOrigins: read.CORS_ORIGINS ?? [
      new URL(publicUrl).origin,
      ...(production ? [] : ['https://studio.apollographql.com']),
    ],
    metricsToken: read.METRICS_TOKEN ?? null,
    holdSeconds: read.HOLD_SECONDS,
    signupPoints: read.SIGNUP_POINTS,
    recordingQuota: read.RECORDING_QUOTA_MB * 1_000_000,
    demo: !production && read.DEMO !== 'off',
    rateLimitFactor: read.RATE_LIMIT_FACTOR,
    logLevel: read.LOG_LEVEL,
    logSql: read.LOG_SQL === 'on',
    otlpEndpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, '') ?? null,
    traceRatio: read.OTEL_TRACES_SAMPLER_ARG,
  });
}
