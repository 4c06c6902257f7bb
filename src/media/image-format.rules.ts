/** The forms in which pictures are served at other widths. */
export type ImageFormat = 'avif' | 'webp';

export const imageFormats: readonly ImageFormat[] = ['avif', 'webp'];

export const contentTypeOf: Readonly<Record<ImageFormat, string>> = {
  avif: 'image/avif',
  webp: 'image/webp',
};

/**
 * AVIF for those who name it in `Accept`, WebP for all others: every browser of today takes it (RFC 9110, section
 * 12.5.1; a weight of zero is a refusal).
 */
export function formatFor(accept: string | undefined): ImageFormat {
  const named = (accept ?? '').split(',').map((part) => part.trim().toLowerCase());
  const avif = named.find((part) => /^image\/avif\s*(;|$)/.test(part));
  return avif && !/;\s*q=0(\.0*)?\s*(;|$)/.test(avif) ? 'avif' : 'webp';
}
