/** Sets of ports, 0 to 65535. */
import { type Intervals, intervalsOf, pairsOf } from './interval-set.ts';
import { parsePortRange } from './ports.ts';

export type PortSet = Intervals<number>;

/** One past the last port. */
export const portEnd = 65_536;
export const everyPort: PortSet = [0, portEnd];

/** The ports of `443`, `8000-8080` or `*`; null if one of the texts is none of these. */
export function parsePortSet(texts: readonly string[]): PortSet | null {
  const pairs: (readonly [number, number])[] = [];
  for (const text of texts) {
    const range = parsePortRange(text);
    if (range === null) return null;
    pairs.push([range.first, range.last + 1]);
  }
  return intervalsOf(pairs);
}

export function isEveryPort(ports: PortSet): boolean {
  return ports.length === 2 && ports[0] === 0 && ports[1] === portEnd;
}

/** As a rule would write it: `80, 443, 8000-8080`; `*` for all of them. */
export function printPorts(ports: PortSet): string {
  if (isEveryPort(ports)) return '*';
  return [...pairsOf(ports)]
    .map(([start, end]) => (end - start === 1 ? String(start) : `${start}-${end - 1}`))
    .join(', ');
}
