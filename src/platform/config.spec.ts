import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.js';
import { settings } from './settings.js';

const secret = 'a secret of 32 characters, or of more';
const given = { APP_SECRET: secret };
const production = { ...given, NODE_ENV: 'production' };

/** What is wrong with `env`, one line for each fault; none when it can be used. */
function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigError).faults;
  }
}

describe('readConfig', () => {
  it('needs nothing but a secret', () => {
    expect(readConfig(given)).toEqual({
      production: false,
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      databaseUrl: 'sqlite:data/hapju.db',
      databaseReadUrls: [],
      databaseTimeoutMs: 5000,
      redisUrl: null,
      storageUrl: 'file:data/objects',
      s3: { endpoint: null, region: 'us-east-1', forcePathStyle: false },
      appSecret: secret,
      previousSecrets: [],
      trustedProxies: [],
      metricsToken: null,
      otlpEndpoint: null,
      logSql: false,
      traceRatio: 1,
      kakao: null,
      spotify: null,
      spotifyFeatured: ['search:파티룸 플레이리스트', 'search:합주', 'search:lofi study'],
      returnToOrigins: ['http://localhost:3000'],
      corsOrigins: ['http://localhost:3000', 'https://studio.apollographql.com'],
      holdSeconds: 600,
      signupPoints: 10_000,
      recordingQuota: 2_048_000_000,
      demo: true,
      rateLimitFactor: 1,
      logLevel: 'info',
    });
  });

  it('takes what every variable says', () => {
    const config = readConfig({
      ...given,
      PORT: '8080',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://hapju.example/api',
      DATABASE_URL: 'mariadb://hapju:pass@db:3306/hapju',
      DATABASE_READ_URLS: 'mariadb://hapju:pass@copy-1:3306/hapju, mariadb://hapju:pass@copy-2:3306/hapju',
      DATABASE_TIMEOUT_SECONDS: '2',
      REDIS_URL: 'rediss://cache:6380/1',
      STORAGE_URL: 's3://hapju/objects',
      S3_ENDPOINT: 'https://s3.example',
      S3_REGION: 'ap-northeast-2',
      S3_FORCE_PATH_STYLE: 'off',
      APP_SECRET_PREVIOUS: `${'p'.repeat(32)}, ${'q'.repeat(32)}`,
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      METRICS_TOKEN: 'a token of operators',
      KAKAO_REST_API_KEY: 'key',
      KAKAO_CLIENT_SECRET: 'secret',
      KAKAO_APP_ID: '900001',
      KAKAO_AUTH_URL: 'https://kauth.example/',
      KAKAO_API_URL: 'https://kapi.example',
      SPOTIFY_CLIENT_ID: 'id',
      SPOTIFY_CLIENT_SECRET: 'secret',
      SPOTIFY_ACCOUNTS_URL: 'https://accounts.example/',
      SPOTIFY_API_URL: 'https://api.example/v1//',
      SPOTIFY_FEATURED: '37i9dQZF1DXstandin0001, search:lofi study',
      RETURN_TO_ORIGINS: 'https://one.example,https://two.example',
      CORS_ORIGINS: 'https://one.example',
      RATE_LIMIT_FACTOR: '2.5',
      HOLD_SECONDS: '60',
      SIGNUP_POINTS: '0',
      RECORDING_QUOTA_MB: '500',
      DEMO: 'off',
      LOG_LEVEL: 'trace',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
      LOG_SQL: 'on',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    });
    expect(config).toEqual({
      production: false,
      port: 8080,
      host: '0.0.0.0',
      publicUrl: 'https://hapju.example/api',
      databaseUrl: 'mariadb://hapju:pass@db:3306/hapju',
      databaseReadUrls: ['mariadb://hapju:pass@copy-1:3306/hapju', 'mariadb://hapju:pass@copy-2:3306/hapju'],
      databaseTimeoutMs: 2000,
      redisUrl: 'rediss://cache:6380/1',
      storageUrl: 's3://hapju/objects',
      s3: { endpoint: 'https://s3.example', region: 'ap-northeast-2', forcePathStyle: false },
      appSecret: secret,
      previousSecrets: ['p'.repeat(32), 'q'.repeat(32)],
      trustedProxies: ['10.0.0.0/8', '::1'],
      metricsToken: 'a token of operators',
      otlpEndpoint: 'http://collector:4318',
      logSql: true,
      traceRatio: 0.25,
      kakao: {
        restApiKey: 'key',
        clientSecret: 'secret',
        appId: '900001',
        authUrl: 'https://kauth.example',
        apiUrl: 'https://kapi.example',
      },
      spotify: {
        clientId: 'id',
        clientSecret: 'secret',
        accountsUrl: 'https://accounts.example',
        apiUrl: 'https://api.example/v1',
        ownOrigins: [],
      },
      spotifyFeatured: ['37i9dQZF1DXstandin0001', 'search:lofi study'],
      returnToOrigins: ['https://one.example', 'https://two.example'],
      corsOrigins: ['https://one.example'],
      holdSeconds: 60,
      signupPoints: 0,
      recordingQuota: 500_000_000,
      demo: false,
      rateLimitFactor: 2.5,
      logLevel: 'trace',
    });
  });

  it('takes no Kakao key without the number of its app', () => {
    expect(faultsOf({ ...given, KAKAO_REST_API_KEY: 'key' })).toEqual([
      'KAKAO_APP_ID is required with KAKAO_REST_API_KEY',
    ]);
  });

  it('takes id and secret of Spotify together or not at all', () => {
    for (const alone of [{ SPOTIFY_CLIENT_ID: 'id' }, { SPOTIFY_CLIENT_SECRET: 'hunter2' }]) {
      expect(faultsOf({ ...given, ...alone })).toEqual([
        'SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET are required together',
      ]);
    }
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig(given))).toBe(true);
  });

  it('counts an empty variable as unset', () => {
    const empty = Object.fromEntries(Object.keys(settings).map((name) => [name, '']));
    expect(readConfig({ ...empty, ...given })).toEqual(readConfig(given));
    expect(faultsOf({ APP_SECRET: '', NODE_ENV: 'production' })).toEqual([
      'APP_SECRET is required in production',
    ]);
  });

  it('leaves variables of others alone', () => {
    expect(readConfig({ ...given, PATH: '/bin', port: 'x', PORT_: 'x' })).toEqual(readConfig(given));
  });

  it('keeps a secret of its own in data/ when none is given', () => {
    const before = process.cwd();
    const folder = mkdtempSync(join(tmpdir(), 'hapju-config-'));
    process.chdir(folder);
    try {
      const { appSecret } = readConfig({});
      expect(appSecret).toBe(readFileSync(join(folder, 'data/app-secret'), 'utf8'));
      expect(readConfig({}).appSecret).toBe(appSecret);
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true });
    }
  });
});

describe('every setting', () => {
  const accepted = {
    PORT: ['1', '3000', '65535'],
    HOST: ['0.0.0.0', '::1', 'localhost'],
    PUBLIC_URL: ['http://localhost:3000', 'https://hapju.example', 'https://hapju.example/api/'],
    DATABASE_URL: [
      'sqlite:data/hapju.db',
      'sqlite::memory:',
      'sqlite:///srv/hapju.db',
      'mysql://root@localhost/hapju',
      'mariadb://u:p@db:3306/hapju',
    ],
    DATABASE_READ_URLS: [
      'mysql://root@copy/hapju',
      'mariadb://u:p@one:3306/hapju, mariadb://u:p@two:3306/hapju',
    ],
    DATABASE_TIMEOUT_SECONDS: ['1', '5', '3600'],
    REDIS_URL: ['redis://localhost', 'redis://:pass@cache:6379/2', 'rediss://cache:6380'],
    STORAGE_URL: [
      'file:data/objects',
      'file:/srv/objects',
      's3://abc',
      's3://hapju.example-1/',
      's3://hapju/objects',
      's3://hapju/a/b_c/d.e/',
    ],
    S3_ENDPOINT: ['http://127.0.0.1:9000', 'https://s3.example'],
    S3_REGION: ['us-east-1', 'auto'],
    S3_FORCE_PATH_STYLE: ['on', 'off', 'true', 'false'],
    APP_SECRET: ['s'.repeat(32), '합'.repeat(32)],
    APP_SECRET_PREVIOUS: ['s'.repeat(32), `${'s'.repeat(32)}, ${'t'.repeat(40)}`],
    KAKAO_REST_API_KEY: ['key'],
    KAKAO_CLIENT_SECRET: ['secret'],
    KAKAO_APP_ID: ['1', '900001'],
    KAKAO_AUTH_URL: ['https://kauth.kakao.com', 'http://127.0.0.1:9000/auth'],
    KAKAO_API_URL: ['https://kapi.kakao.com'],
    SPOTIFY_CLIENT_ID: ['id'],
    SPOTIFY_CLIENT_SECRET: ['secret'],
    SPOTIFY_ACCOUNTS_URL: ['https://accounts.spotify.com', 'http://127.0.0.1:9000'],
    SPOTIFY_API_URL: ['https://api.spotify.com/v1'],
    SPOTIFY_FEATURED: ['search:합주', '37i9dQZF1DXstandin0001,search:a b', Array(50).fill('search:x').join()],
    RETURN_TO_ORIGINS: ['https://one.example', 'https://one.example, http://localhost:5173'],
    CORS_ORIGINS: ['https://one.example', 'https://one.example, http://localhost:5173'],
    TRUSTED_PROXIES: ['127.0.0.1', '10.0.0.0/8, 192.168.1.7', '::1', 'fd00::/8'],
    METRICS_TOKEN: ['m'.repeat(16), 'm'.repeat(200)],
    HOLD_SECONDS: ['1', '600', '86400'],
    SIGNUP_POINTS: ['0', '10000', '100000000'],
    RECORDING_QUOTA_MB: ['0', '2048', '1000000'],
    DEMO: ['on', 'off'],
    RATE_LIMIT_FACTOR: ['0.5', '1', '1000'],
    LOG_LEVEL: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    LOG_SQL: ['on', 'off'],
    OTEL_EXPORTER_OTLP_ENDPOINT: ['http://localhost:4318', 'https://collector.example/otlp'],
    OTEL_TRACES_SAMPLER_ARG: ['0', '0.05', '1'],
  };

  it('is tried here', () => {
    expect(Object.keys(accepted)).toEqual(Object.keys(settings));
  });

  it.each(Object.entries(accepted).flatMap(([name, values]) => values.map((value) => [name, value])))(
    '%s takes %s',
    (name, value) => {
      // What is refused alone: without the number of the app nobody can tell whose tokens come in.
      const companions = {
        DATABASE_URL: 'mysql://root@localhost/hapju',
        KAKAO_APP_ID: '1',
        SPOTIFY_CLIENT_ID: 'id',
        SPOTIFY_CLIENT_SECRET: 'secret',
      };
      expect(faultsOf({ ...given, ...companions, [name]: value })).toEqual([]);
    },
  );

  // Each of these is a marker as well: none may appear in what is said about it.
  const refused: Record<string, [message: string, values: string[]]> = {
    PORT: [
      'must be a whole number from 1 to 65535',
      ['65536', '-17', '80.25', '0x1F90', '1e3', 'http ', ' 81', '８０', '9999999999', 'NaN'],
    ],
    PUBLIC_URL: [
      'must be an http or https URL',
      ['localhost:3000', 'ftp://files.example', 'https://', '//hapju.example', 'https:hapju.example'],
    ],
    DATABASE_URL: [
      'must begin with sqlite:, mysql:// or mariadb://',
      ['sqlite:', 'postgres://u:hunter2@db/hapju', 'hapju.db', 'mysql:hapju', 'mysql://u:hunter2@ho st/x'],
    ],
    DATABASE_READ_URLS: [
      'must be mysql:// or mariadb:// URLs, comma-separated',
      ['sqlite:copy.db', 'mysql://u:hunter2@copy/x,', 'mysql://u:hunter2@co py/x'],
    ],
    DATABASE_TIMEOUT_SECONDS: ['must be a whole number from 1 to 3600', ['0', '3601', '5s']],
    REDIS_URL: [
      'must begin with redis:// or rediss://',
      ['cache:6379', 'http://cache', 'redis:6379', 'redis://:hunter2@ca che'],
    ],
    STORAGE_URL: [
      'must be file:FOLDER or s3://BUCKET/PREFIX',
      [
        'file:',
        'data/objects',
        's3:',
        's3://',
        's3://ab',
        's3://Bucket',
        's3://bucket//a',
        's3://bucket/../a',
        's3://bucket/a?b',
        's3://KEY:hunter2@bucket',
        'S3://bucket',
      ],
    ],
    S3_ENDPOINT: ['must be an http or https URL', ['s3.example', 'ftp://s3.example', 'https://']],
    S3_REGION: ['must be a region such as us-east-1', ['eu west', 'EU', 'https://x']],
    S3_FORCE_PATH_STYLE: ['must be on or off', ['yes', 'ON', '1']],
    APP_SECRET: ['must have at least 32 characters', ['hunter2', 's'.repeat(31)]],
    SPOTIFY_API_URL: ['must be an http or https URL', ['api.spotify.com']],
    SPOTIFY_FEATURED: [
      'must be ids of playlists and search:WORDS, at most 50',
      [
        'short',
        'search:',
        'a/../b37i9dQZF1DXstandin',
        'search:a,,search:b',
        Array(51).fill('search:x').join(),
      ],
    ],
    CORS_ORIGINS: [
      'must be origins such as https://example.com',
      [
        '*',
        'null',
        'one.example',
        'https://one.example/',
        'https://one.example,',
        'https://one.example,two.example',
        'ws://one.example',
      ],
    ],
    APP_SECRET_PREVIOUS: [
      'must be 1 or 2 secrets of at least 32 characters, comma-separated',
      ['hunter2', `${'s'.repeat(32)},`, `${'s'.repeat(32)},hunter2`, Array(3).fill('s'.repeat(32)).join(',')],
    ],
    TRUSTED_PROXIES: [
      'must be addresses or networks such as 10.0.0.0/8',
      [
        'proxy',
        '10.0.0.0/33',
        '::1/129',
        '10.0.0',
        '10.0.0.1,',
        '10.0.0.1 10.0.0.2',
        'true',
        '*',
        '10.0.0.0/-1',
      ],
    ],
    METRICS_TOKEN: ['must have at least 16 characters', ['hunter2', 'm'.repeat(15)]],
    HOLD_SECONDS: ['must be a whole number from 1 to 86400', ['0', '86401', '10m']],
    SIGNUP_POINTS: ['must be a whole number from 0 to 100000000', ['100000001', '-5', '10,000']],
    DEMO: ['must be on or off', ['true', 'ON', 'yes']],
    LOG_LEVEL: [
      'must be one of fatal, error, warn, info, debug, trace, silent',
      ['verbose', 'INFO', 'hunter2\n'],
    ],
    LOG_SQL: ['must be on or off', ['true', 'ON']],
    OTEL_EXPORTER_OTLP_ENDPOINT: ['must be an http or https URL', ['localhost:4318', 'grpc://host']],
    OTEL_TRACES_SAMPLER_ARG: ['must be a number from 0 to 1', ['1.5', '-1', 'half']],
  };

  it.each(
    Object.entries(refused).flatMap(([name, [message, values]]) =>
      values.map((value) => [name, value, message] as const),
    ),
  )('%s refuses %j', (name, value, message) => {
    expect(faultsOf({ ...given, [name]: value })).toEqual([`${name} ${message}`]);
  });
});

describe('ConfigError', () => {
  const faulty = {
    NODE_ENV: 'production',
    PORT: '70000',
    PUBLIC_URL: 'hunter2.example',
    DATABASE_URL: 'postgres://root:hunter2@db/hapju',
    DATABASE_READ_URLS: 'postgres://root:hunter2@copy/hapju',
    DATABASE_TIMEOUT_SECONDS: '-55',
    REDIS_URL: 'http://:hunter2@cache',
    STORAGE_URL: 's3://AKIAHUNTER2',
    S3_ENDPOINT: 's3.hunter2',
    S3_REGION: 'hunter2 ',
    S3_FORCE_PATH_STYLE: 'hunter2',
    APP_SECRET: 'hunter2 %s {0} \u001b[31m',
    APP_SECRET_PREVIOUS: 'hunter2',
    CORS_ORIGINS: 'hunter2',
    TRUSTED_PROXIES: 'hunter2',
    METRICS_TOKEN: 'hunter2',
    HOLD_SECONDS: '-77',
    SIGNUP_POINTS: '1e77',
    DEMO: 'hunter2',
    LOG_LEVEL: '__proto__',
  };

  it('names all faults at once, in the order of the table', () => {
    expect(() => readConfig(faulty)).toThrow(ConfigError);
    expect(() => readConfig(faulty)).toThrow(
      [
        'The settings cannot be used:',
        '  PORT must be a whole number from 1 to 65535',
        '  PUBLIC_URL must be an http or https URL',
        '  DATABASE_URL must begin with sqlite:, mysql:// or mariadb://',
        '  DATABASE_READ_URLS must be mysql:// or mariadb:// URLs, comma-separated',
        '  DATABASE_TIMEOUT_SECONDS must be a whole number from 1 to 3600',
        '  REDIS_URL must begin with redis:// or rediss://',
        '  STORAGE_URL must be file:FOLDER or s3://BUCKET/PREFIX',
        '  S3_ENDPOINT must be an http or https URL',
        '  S3_REGION must be a region such as us-east-1',
        '  S3_FORCE_PATH_STYLE must be on or off',
        '  APP_SECRET must have at least 32 characters',
        '  APP_SECRET_PREVIOUS must be 1 or 2 secrets of at least 32 characters, comma-separated',
        '  CORS_ORIGINS must be origins such as https://example.com',
        '  TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8',
        '  METRICS_TOKEN must have at least 16 characters',
        '  HOLD_SECONDS must be a whole number from 1 to 86400',
        '  SIGNUP_POINTS must be a whole number from 0 to 100000000',
        '  DEMO must be on or off',
        '  LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
      ].join('\n'),
    );
  });

  it('tells no value, whichever way it is printed', () => {
    const { NODE_ENV: _, ...values } = faulty;
    let caught: unknown;
    try {
      readConfig(faulty);
    } catch (error) {
      caught = error;
    }
    const error = caught as ConfigError;
    const printed = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join('\n');
    for (const value of [...Object.values(values), 'hunter2', 'AKIAHUNTER2']) {
      expect(printed).not.toContain(value);
    }
  });
});

describe('in production', () => {
  it('a secret is required, and none is made up', () => {
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual(['APP_SECRET is required in production']);
  });

  it('a short secret is one fault, not two', () => {
    expect(faultsOf({ ...production, APP_SECRET: 'short' })).toEqual([
      'APP_SECRET must have at least 32 characters',
    ]);
  });

  it('demo data is off, and refused', () => {
    expect(readConfig(production)).toMatchObject({ production: true, demo: false });
    expect(readConfig({ ...production, DEMO: 'off' }).demo).toBe(false);
    expect(faultsOf({ ...production, DEMO: 'on' })).toEqual(['DEMO must not be on in production']);
    expect(faultsOf({ ...production, LOG_SQL: 'on' })).toEqual(['LOG_SQL must not be on in production']);
  });

  it('rules are told together with the other faults', () => {
    expect(faultsOf({ NODE_ENV: 'production', DEMO: 'on', PORT: 'x' })).toEqual([
      'PORT must be a whole number from 1 to 65535',
      'APP_SECRET is required in production',
      'DEMO must not be on in production',
    ]);
  });

  it('only the own origin may call from a browser', () => {
    expect(readConfig({ ...production, PUBLIC_URL: 'https://hapju.example/api' }).corsOrigins).toEqual([
      'https://hapju.example',
    ]);
  });

  it.each(['development', 'test', 'PRODUCTION', ''])('is not what NODE_ENV=%j means', (mode) => {
    expect(readConfig({ ...given, NODE_ENV: mode }).production).toBe(false);
  });
});

describe('PUBLIC_URL', () => {
  it.each([
    ['https://hapju.example', 'https://hapju.example'],
    ['https://hapju.example/', 'https://hapju.example'],
    ['https://hapju.example/api///', 'https://hapju.example/api'],
  ])('%s ends without a slash', (value, publicUrl) => {
    expect(readConfig({ ...given, PUBLIC_URL: value }).publicUrl).toBe(publicUrl);
  });

  it('follows the port', () => {
    expect(readConfig({ ...given, PORT: '8080' })).toMatchObject({
      publicUrl: 'http://localhost:8080',
      corsOrigins: ['http://localhost:8080', 'https://studio.apollographql.com'],
    });
  });
});

describe('S3_FORCE_PATH_STYLE', () => {
  it.each([
    [{}, false],
    [{ S3_ENDPOINT: 'https://s3.example' }, true],
    [{ S3_ENDPOINT: 'https://s3.example', S3_FORCE_PATH_STYLE: 'off' }, false],
    [{ S3_ENDPOINT: 'https://s3.example', S3_FORCE_PATH_STYLE: 'false' }, false],
    [{ S3_FORCE_PATH_STYLE: 'on' }, true],
    [{ S3_FORCE_PATH_STYLE: 'true' }, true],
  ])('of %j is %s', (env, forcePathStyle) => {
    expect(readConfig({ ...given, ...env }).s3.forcePathStyle).toBe(forcePathStyle);
  });
});

describe('DATABASE_READ_URLS', () => {
  it.each([{}, { DATABASE_URL: 'sqlite::memory:' }])('is refused beside SQLite, as in %j', (env) => {
    expect(faultsOf({ ...given, ...env, DATABASE_READ_URLS: 'mysql://root:hunter2@copy/hapju' })).toEqual([
      'DATABASE_READ_URLS must not be given with SQLite, which has no replicas',
    ]);
  });
});

describe('CORS_ORIGINS', () => {
  it('is a list with commas, and replaces what would be allowed otherwise', () => {
    const origins = 'https://one.example , http://localhost:5173';
    expect(readConfig({ ...given, CORS_ORIGINS: origins }).corsOrigins).toEqual([
      'https://one.example',
      'http://localhost:5173',
    ]);
  });
});
