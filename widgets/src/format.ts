// Numbers and dates in the reader's way of writing them.
import * as words from "./words";

export { figure } from "./words";

/** "12:03" for today, with the date for any other day; empty when `iso` is no time. */
export function clock(iso: string, now: Date = new Date()): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return "";
  const hour: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "long" };
  const today = time.toDateString() === now.toDateString();
  const options = today ? hour : { ...day, ...hour, ...(time.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const }) };
  return new Intl.DateTimeFormat(words.language, options).format(time);
}

/** A part of one as "1.2 in 100". */
export function inHundred(share: number): string {
  const count = Math.round(share * 1000) / 10;
  return words.inHundred(share > 0 && count === 0 ? words.lessThan(0.1) : count, 100);
}

// What stands between the thousands: a comma here, a dot there.
const GROUP = /* @__PURE__ */ new RegExp(`(?<=[1-9]\\d{0,2})[${words.figure(1e4)[2]}](?=\\d{3}(?!\\d))`, "g");

/** A typed number, or null when it is none. Either sign is read as a decimal point where it does not part thousands. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replace(GROUP, "").replace("\u2212", "-").replace(",", ".");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}
