/**
 * Security rules of a network security group, and what they decide: the first rule that matches, by ascending priority, wins (Learn,
 * network security groups overview). Plain data and plain functions; `read-security-rule.ts` reads the rules of a template.
 */
import { type AddressFamily, coversEveryAddress } from './address.ts';
import { coversEveryPort, coversPort } from './ports.ts';

export type Direction = 'Inbound' | 'Outbound';

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

/** True if `earlier` is a Deny that takes this port of the protocol away from everything that `rule` admits. */
export function deniesPortBefore(earlier: SecurityRule, rule: SecurityRule, protocol: string, port: number): boolean {
  return (
    earlier.direction === rule.direction &&
    earlier.access === 'Deny' &&
    earlier.priority < rule.priority &&
    admitsProtocol(earlier, protocol) &&
    coversPort(earlier.destinationPorts, port) &&
    coversEveryPort(earlier.sourcePorts) &&
    includesPrefixes(earlier.sources, rule.sources) &&
    includesPrefixes(earlier.destinations, rule.destinations)
  );
}

/** True if every prefix of `inner` is any address for `outer`, or stands there in the same words. */
function includesPrefixes(outer: readonly string[], inner: readonly string[]): boolean {
  if (coversEveryAddress(outer, 4) && coversEveryAddress(outer, 6)) return true;
  const words = new Set(outer.map((prefix) => prefix.toLowerCase()));
  return inner.length > 0 && inner.every((prefix) => words.has(prefix.toLowerCase()));
}

/** The rules in force behind those of a template; see the table in azure-network 2.1 of the specification. */
export const defaultAllowRules: Readonly<
  Record<Direction, readonly { readonly name: string; readonly priority: number }[]>
> = {
  Inbound: [
    { name: 'AllowVnetInBound', priority: 65000 },
    { name: 'AllowAzureLoadBalancerInBound', priority: 65001 },
  ],
  Outbound: [
    { name: 'AllowVnetOutBound', priority: 65000 },
    { name: 'AllowInternetOutBound', priority: 65001 },
  ],
};

const lastPriority = 4096;
const firstPriority = 100;

/** The highest priority that is free in a direction: 4096 if possible, so that allow rules keep the rest. Null if all are taken. */
export function highestFreePriority(taken: ReadonlySet<number>): number | null {
  for (let priority = lastPriority; priority >= firstPriority; priority--) if (!taken.has(priority)) return priority;
  return null;
}
