import { readFileSync } from 'node:fs';

/** The folder of this package: this code is two levels below it, as written, compiled and bundled alike. */
export const packageFolder = new URL('../../', import.meta.url);

/** The version of this package. */
export const { version } = JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8')) as {
  version: string;
};
