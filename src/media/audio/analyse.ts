import type { Analysis } from './audio-analyst.js';
import { wholeMilliseconds } from './audio-format.js';
import { type Decoder, openDecoder } from './decoders.js';
import { PeaksMeter } from './peaks-meter.js';
import { AudioScan } from './scan-audio.js';

/** Decodes a file as it streams through, and measures it. */
export async function analyse(chunks: AsyncIterable<Uint8Array>): Promise<Analysis> {
  const meter = new PeaksMeter();
  let packets: Uint8Array[] = [];
  const scan = new AudioScan((packet) => packets.push(packet.slice()));
  let decoder: Decoder | null = null;
  let begun: Uint8Array[] = [];
  const decode = async (chunk?: Uint8Array): Promise<void> => {
    // Which decoder it takes is known once the head has been read.
    if (chunk && decoder === null && begun.length < 64) begun.push(chunk);
    if (decoder === null && scan.facts.codec !== null) {
      decoder = await openDecoder(scan.facts.codec, scan.facts.channels, meter);
      if (decoder?.takesWholeFile) packets = begun;
    } else if (chunk && decoder?.takesWholeFile) packets = [chunk];
    if (decoder) {
      begun = [];
      for (const packet of packets) decoder.decode(packet);
      packets = [];
    }
  };
  for await (const chunk of chunks) {
    scan.push(chunk);
    await decode(chunk);
  }
  scan.end();
  await decode();
  (decoder as Decoder | null)?.end();
  const seconds = scan.facts.durationSeconds ?? (decoder as Decoder | null)?.seconds ?? null;
  return { peaks: meter.toStored(), durationSeconds: wholeMilliseconds(seconds) };
}
