/** Port ranges as they stand in security rules. */

/** Ports from `first` to `last`, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

const allPorts: PortRange = { first: 0, last: 65535 };

/** The range of `22`, `20-30` or `*`; null for anything else. */
export function parsePortRange(text: string): PortRange | null {
  const trimmed = text.trim();
  if (trimmed === '*' || trimmed.toLowerCase() === 'any') return allPorts;
  const match = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(trimmed);
  if (!match) return null;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first <= last && last <= allPorts.last ? { first, last } : null;
}

/** True if one of the ranges holds the port. */
export function coversPort(ranges: readonly string[], port: number): boolean {
  return ranges.some((text) => {
    const range = parsePortRange(text);
    return range !== null && range.first <= port && port <= range.last;
  });
}

/** True if the ranges together hold every port. */
export function coversEveryPort(ranges: readonly string[]): boolean {
  const parsed = ranges.map(parsePortRange).filter((range) => range !== null);
  let next = allPorts.first;
  for (const range of parsed.sort((a, b) => a.first - b.first)) {
    if (range.first > next) return false;
    next = Math.max(next, range.last + 1);
  }
  return next > allPorts.last;
}
