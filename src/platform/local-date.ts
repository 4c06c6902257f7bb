/** A calendar date at the venue, `YYYY-MM-DD`. Never a `Date`: a day is a label there, not an instant. */
export type LocalDate = string;

const pattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether `text` is a date that exists, in exactly the form `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  if (!pattern.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The date `days` later (earlier when negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs;
}

/** Every date from `from` to `to`, both included. */
export function datesBetween(from: LocalDate, to: LocalDate): LocalDate[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));
}

/** The date on the calendar of `timeZone` (IANA name) at the instant `ms`; the zone of the process plays no part. */
export function localDateAt(ms: number, timeZone: string): LocalDate {
  let format = formats.get(timeZone);
  if (!format) {
    // The Swedish form of a date is ISO 8601's.
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(ms);
}
