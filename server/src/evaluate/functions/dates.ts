/**
 * Dates: `dateTimeAdd`, `dateTimeFromEpoch`, `dateTimeToEpoch`. Semantics: Azure documentation; a year is 365 days and a month 30, since
 * durations are read into a span of time. Dates and formats beyond those that the documentation shows give an unknown value.
 */
import { type Implementation, ofScalars } from '../calls.ts';
import type { Scalar, Value } from '../values.ts';

const isoFormat = 'yyyy-MM-ddTHH:mm:ssZ';

/** Seconds of the first and last moment that a date can have. */
const earliest = Date.parse('0001-01-01T00:00:00Z') / 1000;
const latest = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/** Seconds since 1970 of `2020-04-07 14:53:14Z` or `2020-04-07T14:53:14Z`; null for other forms and for days that don't exist. */
function secondsOf(text: Scalar | undefined): number | null {
  const match = typeof text === 'string' ? /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})Z$/.exec(text) : null;
  if (match === null) return null;
  const iso = `${match[1]}T${match[2]}Z`;
  const seconds = Date.parse(iso) / 1000;
  return isDate(seconds) && formatted(seconds, isoFormat) === iso ? seconds : null;
}

function isDate(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= earliest && seconds <= latest;
}

/** Seconds of a duration such as `-P1DT2H` (ISO 8601, without weeks and fractions); null for anything else. */
function durationOf(text: Scalar | undefined): number | null {
  const pattern =
    /^(-?)P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,8})D)?(T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;
  const match = typeof text === 'string' ? pattern.exec(text) : null;
  if (match === null || /[PT]$/.test(match[0])) return null;
  const part = (index: number): number => Number(match[index] ?? 0);
  const days = part(2) * 365 + part(3) * 30 + part(4);
  const seconds = days * 86_400 + part(6) * 3600 + part(7) * 60 + part(8);
  return match[1] === '-' ? -seconds : seconds;
}

/** Numbers that a format names, with the digits that they are written in. Other letters have meanings that aren't evaluated. */
const fields: Readonly<Record<string, (date: Date) => number>> = {
  yyyy: (date) => date.getUTCFullYear(),
  MM: (date) => date.getUTCMonth() + 1,
  dd: (date) => date.getUTCDate(),
  HH: (date) => date.getUTCHours(),
  mm: (date) => date.getUTCMinutes(),
  ss: (date) => date.getUTCSeconds(),
};

/** A date by a custom format of the fields above, or by `u`; null for other formats. */
function formatted(seconds: number, format: string): string | null {
  if (format === 'u') return formatted(seconds, 'yyyy-MM-dd HH:mm:ssZ');
  if (format.length < 2 || format.length > 100) return null;
  const date = new Date(seconds * 1000);
  let text = '';
  for (const piece of format.match(/([a-zA-Z])\1*|[^a-zA-Z]/g) ?? []) {
    const field = Object.hasOwn(fields, piece) ? fields[piece] : undefined;
    if (field !== undefined) text += String(field(date)).padStart(piece.length, '0');
    else if (/^(?:[TZ]|[-: ._])$/.test(piece)) text += piece;
    else return null;
  }
  return text;
}

function dateTimeAdd(
  base: Scalar | undefined,
  duration: Scalar | undefined,
  format: Scalar = isoFormat,
): Value | undefined {
  const [start, added] = [secondsOf(base), durationOf(duration)];
  if (start === null || added === null || typeof format !== 'string' || !isDate(start + added)) return undefined;
  return formatted(start + added, format) ?? undefined;
}

function dateTimeFromEpoch(seconds: Scalar | undefined): Value | undefined {
  if (typeof seconds !== 'number' || !isDate(seconds)) return undefined;
  return formatted(seconds, isoFormat) ?? undefined;
}

export const dateFunctions: Readonly<Record<string, Implementation>> = {
  dateTimeAdd: ofScalars(dateTimeAdd),
  dateTimeFromEpoch: ofScalars(dateTimeFromEpoch),
  dateTimeToEpoch: ofScalars((text) => secondsOf(text) ?? undefined),
};
