/**
 * Security rules of a network security group, and what they decide: the first rule that matches, by ascending priority, wins (Learn,
 * network security groups overview). Plain data and plain functions; `read-security-rule.ts` reads the rules of a template.
 */
import {
  type AddressFamily,
  coversEveryAddress,
  coversRange,
  isAnyWord,
  parseAddressRange,
} from '../addresses/address.ts';
import { coversEveryPort, coversPort } from '../addresses/ports.ts';
import { defaultRules } from '../reachability/default-rules.ts';
import type { Direction } from '../reachability/model.ts';

export type { Direction };

/** One rule with its alternatives merged: values are OR-ed within a field, AND-ed across fields. */
export interface SecurityRule {
  readonly name: string;
  readonly direction: Direction;
  readonly access: 'Allow' | 'Deny';
  /** 100 to 4096 for rules of a template; the lower number wins. */
  readonly priority: number;
  /** `*`, or a protocol in lower case. */
  readonly protocol: string;
  /** Prefixes, tags and words as written. Empty if the rule names application security groups only. */
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  readonly sourcePorts: readonly string[];
  readonly destinationPorts: readonly string[];
}

/** Anything that can tell whether one of its rules fits: an array, or the open list of a template's rules. */
export interface SecurityRules {
  some(predicate: (rule: SecurityRule) => boolean): boolean;
}

/** True if the list denies everything in this direction that no earlier rule allows: a complete deny that isn't dead. */
export function deniesEverythingElse(rules: SecurityRules, direction: Direction, family: AddressFamily = 4): boolean {
  return rules.some(
    (rule) => isCompleteDeny(rule, direction, family) && !rules.some((earlier) => shadows(earlier, rule, family)),
  );
}

/**
 * True for a Deny of any protocol from any source to any destination at any port. The own side may also be the tag `VirtualNetwork`, since
 * it holds every address that the group can stand before. Partial denies (one protocol, some ports, a tag) don't count.
 */
export function isCompleteDeny(rule: SecurityRule, direction: Direction, family: AddressFamily = 4): boolean {
  return rule.direction === direction && rule.access === 'Deny' && matchesEverything(rule, family);
}

/** True if `earlier` allows everything, so that `later` never decides. */
function shadows(earlier: SecurityRule, later: SecurityRule, family: AddressFamily): boolean {
  return (
    earlier.direction === later.direction &&
    earlier.access === 'Allow' &&
    earlier.priority < later.priority &&
    matchesEverything(earlier, family)
  );
}

/** True if the rule matches every packet of its direction. */
export function matchesEverything(rule: SecurityRule, family: AddressFamily = 4): boolean {
  const inbound = rule.direction === 'Inbound';
  return (
    rule.protocol === '*' &&
    coversSide(rule.sources, family, !inbound) &&
    coversSide(rule.destinations, family, inbound) &&
    coversEveryPort(rule.sourcePorts) &&
    coversEveryPort(rule.destinationPorts)
  );
}

function coversSide(prefixes: readonly string[], family: AddressFamily, own: boolean): boolean {
  if (own && prefixes.some((prefix) => prefix.toLowerCase() === 'virtualnetwork')) return true;
  return coversEveryAddress(prefixes, family);
}

/** True if the rule's protocol field admits the protocol (lower case, such as `tcp`). */
export function admitsProtocol(rule: SecurityRule, protocol: string): boolean {
  return rule.protocol === '*' || rule.protocol === protocol;
}

/** Traffic from the Internet that a rule admits: one of its sources, as written, a protocol in lower case, and a port. */
export interface AdmittedFlow {
  readonly source: string;
  readonly protocol: string;
  readonly port: number;
}

/**
 * True if `earlier` is a Deny that takes all of a flow away that `rule` admits from the Internet. What the source holds besides the Internet
 * doesn't count. `families` are the address families of the network.
 */
export function deniesBefore(
  earlier: SecurityRule,
  rule: SecurityRule,
  { source, protocol, port }: AdmittedFlow,
  families: readonly AddressFamily[],
): boolean {
  return (
    earlier.direction === rule.direction &&
    earlier.access === 'Deny' &&
    earlier.priority < rule.priority &&
    admitsProtocol(earlier, protocol) &&
    coversPort(earlier.destinationPorts, port) &&
    coversEveryPort(earlier.sourcePorts) &&
    coversInternetOf(earlier.sources, source, families) &&
    coversDestinations(earlier.destinations, rule.destinations, families)
  );
}

/** True if the prefixes hold every address of the Internet that a source holds. */
function coversInternetOf(prefixes: readonly string[], source: string, families: readonly AddressFamily[]): boolean {
  if (prefixes.some((prefix) => isInternetTag(prefix) || sameWord(prefix, source))) return true;
  const range = parseAddressRange(source);
  if (range !== null) return coversRange(prefixes, range);
  return (
    (isAnyWord(source) || isInternetTag(source)) && families.every((family) => coversEveryAddress(prefixes, family))
  );
}

/** True if the prefixes hold every destination. The tag `VirtualNetwork` holds every address that the group can stand before. */
function coversDestinations(
  prefixes: readonly string[],
  destinations: readonly string[],
  families: readonly AddressFamily[],
): boolean {
  if (families.every((family) => coversSide(prefixes, family, true))) return true;
  return (
    destinations.length > 0 &&
    destinations.every((destination) => {
      if (prefixes.some((prefix) => sameWord(prefix, destination))) return true;
      const range = parseAddressRange(destination);
      return range !== null && coversRange(prefixes, range);
    })
  );
}

function isInternetTag(prefix: string): boolean {
  return sameWord(prefix, 'Internet');
}

function sameWord(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

interface NamedPriority {
  readonly name: string;
  readonly priority: number;
}

function allowsOf(direction: Direction): readonly NamedPriority[] {
  return defaultRules[direction].flatMap(({ name, access, priority }) =>
    access === 'Allow' && typeof priority === 'number' ? { name, priority } : [],
  );
}

/** The rules in force behind those of a template that allow something. */
export const defaultAllowRules: Readonly<Record<Direction, readonly NamedPriority[]>> = {
  Inbound: allowsOf('Inbound'),
  Outbound: allowsOf('Outbound'),
};

const lastPriority = 4096;
const firstPriority = 100;

/** The highest priority that is free in a direction: 4096 if possible, so that allow rules keep the rest. Null if all are taken. */
export function highestFreePriority(taken: ReadonlySet<number>): number | null {
  for (let priority = lastPriority; priority >= firstPriority; priority--) if (!taken.has(priority)) return priority;
  return null;
}
