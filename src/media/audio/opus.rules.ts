/** Milliseconds of a frame, by the configuration in the first five bits of a packet (RFC 6716, section 3.1). */
const frameMs = [
  ...[10, 20, 40, 60, 10, 20, 40, 60, 10, 20, 40, 60],
  ...[10, 20, 10, 20],
  ...[2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20],
];

/** The length of an Opus packet in seconds; its first two bytes are enough. 0 for an empty one. */
export function opusSeconds(packet: Uint8Array): number {
  const [toc, count = 0] = packet;
  if (toc === undefined) return 0;
  const frames = [1, 2, 2, count & 0x3f][toc & 3] as number;
  return (frames * (frameMs[toc >> 3] as number)) / 1000;
}
