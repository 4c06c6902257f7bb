/** A calendar date at the venue, `YYYY-MM-DD`. Never a `Date`: a day is a label there, not an instant. */
export type LocalDate = string;

const pattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayMs = 86_400_000;
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const clockFormats = new Map<string, Intl.DateTimeFormat>();

/** Whether `text` is a date that exists, in exactly the form `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  if (!pattern.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // Days that a month does not have are taken for the first of the next.
  return date.getUTCDate() === Number(text.slice(8));
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

/** No clock anywhere comes to midnight between two quarters of an hour in UTC. */
const quarterMs = 900_000;
const latestDates = new Map<string, { readonly quarter: number; readonly date: LocalDate }>();

/** The date on the calendar of `timeZone` (IANA name) at the instant `ms`; the zone of the process plays no part. */
export function localDateAt(ms: number, timeZone: string): LocalDate {
  const quarter = Math.floor(ms / quarterMs);
  const latest = latestDates.get(timeZone);
  // Every question about a date asks what day it is, and a format takes its time.
  if (latest?.quarter === quarter) return latest.date;
  const options = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const date = formatIn(dateFormats, timeZone, options).format(ms);
  latestDates.set(timeZone, { quarter, date });
  return date;
}

/** The instant at which clocks in `timeZone` show `hour` o'clock (0 to 23) of `date`. */
export function instantAt(date: LocalDate, hour: number, timeZone: string): number {
  const wanted = Date.parse(`${date}T00:00:00Z`) + hour * 3_600_000;
  // The offset there is known at an instant only: guess one, and look again from where it leads.
  const guess = wanted - offsetAt(wanted, timeZone);
  return wanted - offsetAt(guess, timeZone);
}

/** How far clocks in `timeZone` are ahead of UTC, in milliseconds. */
function offsetAt(ms: number, timeZone: string): number {
  const options = { timeZone, dateStyle: 'short', timeStyle: 'medium' } as const;
  const local = formatIn(clockFormats, timeZone, options).format(ms);
  return Date.parse(`${local.replace(' ', 'T')}Z`) - Math.floor(ms / 1000) * 1000;
}

/** The Swedish form of dates and times is ISO 8601's. Making a format is slow, so each is made once. */
function formatIn(
  formats: Map<string, Intl.DateTimeFormat>,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', options);
    formats.set(timeZone, format);
  }
  return format;
}
