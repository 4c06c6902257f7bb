const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = '(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d|60)';
const DAY_NAME = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY_NAME = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';

const IMF_FIXDATE = new RegExp(`^${DAY_NAME}, (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`);
const RFC_850 = new RegExp(`^${LONG_DAY_NAME}, (?<day>\\d\\d)-${MONTH}-(?<shortYear>\\d\\d) ${TIME} GMT$`);
const ASCTIME = new RegExp(`^${DAY_NAME} ${MONTH} (?<day>\\d\\d| \\d) ${TIME} (?<year>\\d{4})$`);

/**
 * Milliseconds since the epoch of an HTTP-date in any of its three forms (RFC 9110, section 5.6.7), or null
 * where the text is none. `now` (ms) settles the century of a two-digit year. The name of the day is not
 * compared with the date.
 */
export function parseHttpDate(text: string, now: number): number | null {
  const fields = (IMF_FIXDATE.exec(text) ?? RFC_850.exec(text) ?? ASCTIME.exec(text))?.groups;
  if (fields === undefined) return null;
  const { shortYear, year, month = '', day, hour, minute, second } = fields;
  const inYear = (fullYear: number): number | null => {
    // Date.UTC would read the years 0 to 99 as 1900 to 1999.
    const date = new Date(0);
    date.setUTCFullYear(fullYear, MONTHS.indexOf(month), Number(day));
    if (date.getUTCDate() !== Number(day)) return null;
    return date.setUTCHours(Number(hour), Number(minute), Number(second));
  };
  if (shortYear === undefined) return inYear(Number(year));
  // The latest year with these two digits that is not more than 50 years ahead.
  const limit = new Date(now);
  limit.setUTCFullYear(limit.getUTCFullYear() + 50);
  const latest = Math.floor(limit.getUTCFullYear() / 100) * 100 + Number(shortYear);
  const time = inYear(latest);
  return time !== null && time <= limit.getTime() ? time : inYear(latest - 100);
}

/** The moment as an IMF-fixdate; fractions of a second are dropped. */
export function formatHttpDate(time: number): string {
  return new Date(time).toUTCString();
}
