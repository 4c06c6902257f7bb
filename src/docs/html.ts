import { escapeUTF8 } from 'entities/escape';

/** A piece of a page that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand in a piece of HTML; nothing stands for nothing. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

/** A piece of HTML: whatever is put in, but for HTML itself, is escaped for text and for quoted attributes. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(texts.reduce((page, text, index) => page + textOf(parts[index - 1]) + text));

/** A description: what stands in backticks becomes code. */
export const prose = (text: string): Html => new Html(textOf(text).replace(/`([^`]+)`/g, '<code>$1</code>'));

function textOf(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return escapeUTF8(String(part));
}
