/** The rules that keep what is meant to flow between tiers, in front of a deny. */
import { spelledServiceTag } from '../../azure/service-tags.ts';
import type { RuleEnd, SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { looksLikeServiceTag } from '../../network/addresses/address.ts';
import { printAddresses } from '../../network/addresses/address-set.ts';
import { printPorts } from '../../network/addresses/port-set.ts';
import type { NeededAllow } from '../../network/claims/needed-allows.ts';
import type { Protocol, RuleSide } from '../../network/reachability/model.ts';
import type { MatrixEnd } from '../../network/tiers/tier-matrix.ts';
import { servicesInWords } from '../words/flow-words.ts';

/**
 * @param taken names of the group's rules
 * @returns null if an end can't be written in a rule
 */
export function tierAllowDrafts(
  allows: readonly NeededAllow[],
  taken: readonly string[],
): readonly SecurityRuleDraft[] | null {
  const names = new Set(taken.map((name) => name.toLowerCase()));
  const drafts: SecurityRuleDraft[] = [];
  const merged = mergedAllows(allows);
  if (merged === null) return null;
  for (const { allow, source, destination, priority } of merged) {
    const [first, last] = allow.flow.ports;
    const name = freeName(allow, names);
    names.add(name.toLowerCase());
    drafts.push({
      name,
      properties: {
        description: `Allows ${flowInWords(allow)}.`,
        priority,
        direction: allow.direction,
        access: 'Allow',
        protocol: protocolName(allow.flow.protocol),
        sourceAddressPrefix: source,
        sourcePortRange: '*',
        destinationAddressPrefix: destination,
        destinationPortRange: printPorts([first, last + 1]),
      },
    });
  }
  return drafts;
}

/** The names that the rules of a group have. */
export function namesOfRules(group: ResourceView): readonly string[] {
  return group.children('securityRules').known.map(({ label }) => label);
}

interface MergedAllow {
  readonly allow: NeededAllow;
  readonly source: RuleEnd;
  readonly destination: RuleEnd;
  readonly priority: number;
}

/** One rule for what several subnets of a tier send to the same end; the priorities stay without gaps. Null if an end can't be written. */
function mergedAllows(allows: readonly NeededAllow[]): readonly MergedAllow[] | null {
  const merged: MergedAllow[] = [];
  for (const allow of allows) {
    const [source, destination] = [endOf(allow.sources), endOf(allow.destinations)];
    if (source === null || destination === null) return null;
    const at = merged.findIndex(
      (other) =>
        other.allow.flow === allow.flow &&
        other.allow.direction === allow.direction &&
        arePrefixes(other.source) &&
        arePrefixes(source) &&
        JSON.stringify(other.destination) === JSON.stringify(destination),
    );
    const known = merged[at];
    if (known === undefined || !arePrefixes(known.source) || !arePrefixes(source)) {
      const before = merged.filter((other) => other.allow.direction === allow.direction).length;
      const priorities = allows
        .filter(({ direction }) => direction === allow.direction)
        .map(({ priority }) => priority);
      merged.push({ allow, source, destination, priority: priorities[before] ?? allow.priority });
    } else merged[at] = { ...known, source: [known.source, source].flat() };
  }
  return merged;
}

/** False for application security groups, and for a tag, which a list doesn't hold. */
function arePrefixes(end: RuleEnd): end is string | readonly string[] {
  if (typeof end === 'string') return !looksLikeServiceTag(end);
  return Array.isArray(end);
}

/** The flows that rules keep, each once: `web -> app TCP 443`. */
export function keptFlows(allows: readonly NeededAllow[]): readonly string[] {
  return [...new Set(allows.map((allow) => `${allow.from} -> ${allow.to} ${serviceOf(allow)}`))];
}

function flowInWords(allow: NeededAllow): string {
  const name = (end: MatrixEnd): string => (end === 'internet' ? 'the Internet' : end);
  return `${serviceOf(allow)} from ${name(allow.from)} to ${name(allow.to)}`;
}

function serviceOf({ flow: { protocol, ports } }: NeededAllow): string {
  return servicesInWords([{ protocol, ports: [ports[0], ports[1] + 1] }]);
}

/** A protocol as a security rule spells it: `Tcp`. */
export function protocolName(protocol: Protocol | '*'): string {
  return protocol.charAt(0).toUpperCase() + protocol.slice(1);
}

/** `AllowWebToAppInbound`, or with the port or a number where that is taken. */
function freeName({ from, to, flow, direction }: NeededAllow, taken: ReadonlySet<string>): string {
  const word = (end: MatrixEnd): string => end.charAt(0).toUpperCase() + end.slice(1);
  const start = `Allow${word(from)}To${word(to)}`;
  const isFree = (name: string): boolean => !taken.has(name.toLowerCase());
  const candidates = [`${start}${direction}`, `${start}${flow.ports[0]}${direction}`];
  let number = 2;
  let name = candidates.find(isFree);
  while (name === undefined) {
    const next = `${start}${direction}${number++}`;
    if (isFree(next)) name = next;
  }
  return name;
}

/** Application security groups, a tag, or prefixes. Null if the side holds addresses that are no prefix. */
export function endOf({ groups, tags, addresses }: RuleSide): RuleEnd | null {
  if (groups.length > 0) return { applicationSecurityGroups: groups };
  const prefixes = [...tags.map(spelledServiceTag), ...printAddresses(addresses)];
  const [only] = prefixes;
  if (only === undefined || prefixes.some((prefix) => prefix.includes('-'))) return null;
  return prefixes.length === 1 ? only : prefixes;
}
