import { BadInput } from './errors.js';

// Control, format and surrogate characters, and the spaces that look like nothing.
const invisible = /[\p{C}\u115F\u1160\u3164\uFFA0]/u;

/** One line of what somebody typed: in normal form (NFC), its white space single. Characters are code points. */
export function oneLine(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** The text without what nobody can see. */
export function withoutInvisible(text: string): string {
  return text.normalize('NFC').replace(new RegExp(invisible, 'gu'), '');
}

/** @throws BadInput unless it has 1 to `longest` visible characters on one line */
export function checkedLine(argument: string, text: string, longest: number): string {
  const line = oneLine(text);
  checkVisible(argument, line, longest);
  return line;
}

/** Like `checkedLine`, where lines may break. */
export function checkedLines(argument: string, text: string, longest: number): string {
  const lines = text.normalize('NFC').replace(/\r\n?/g, '\n').trim();
  checkVisible(argument, lines, longest, lines.replace(/[\n\t]/g, ''));
  return lines;
}

function checkVisible(argument: string, text: string, longest: number, seen = text): void {
  const { length } = Array.from(text);
  if (length < 1 || length > longest || invisible.test(seen)) {
    throw new BadInput(argument, `must have 1 to ${longest} visible characters`);
  }
}
