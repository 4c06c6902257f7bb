import { withoutInvisible } from '../platform/visible-text.js';
import { type AudioFormat, audioFormats } from './audio/audio-format.js';

/** Bytes. */
export const largestRecording = 200_000_000;
const longestName = 255;

/** Names that mean a device on Windows, whatever their extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A name to show and to save under, from what a client has sent: in normal form (NFC), without folders and what nobody
 * can see, at most 255 bytes of UTF-8, and with an extension of the format the file really has.
 */
export function recordingName(given: string, format: AudioFormat): string {
  const { extensions } = audioFormats[format];
  const name = withoutInvisible(given)
    .replace(/^.*[/\\]/u, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const [, stem = name, ending = ''] = /^(.+)\.([a-z0-9]{1,5})$/i.exec(name) ?? [];
  const honest = extensions.find((each) => each === ending.toLowerCase()) ?? extensions[0];
  const base = device.test(stem) ? `_${stem}` : stem || 'recording';
  return `${cut(base, longestName - honest.length - 1)}.${honest}`;
}

/** As many whole characters as fit into `bytes` bytes. */
function cut(text: string, bytes: number): string {
  let length = 0;
  let result = '';
  for (const character of text) {
    length += Buffer.byteLength(character);
    if (length > bytes) break;
    result += character;
  }
  return result.trimEnd();
}
