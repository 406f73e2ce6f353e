/** The security rules that repairs write, with the exact fields of the articles. */
import type { RuleEnd, SecurityRuleDraft } from '../../deployment/intent.ts';
import { lastPriority } from '../../network/reading/rule-siblings.ts';
import { type Direction, defaultAllowRules } from '../../network/reading/security-rule.ts';
import { enumeration } from '../../text/enumeration.ts';

export function denyAllName(direction: Direction): string {
  return `DenyAll${direction}`;
}

/** The rule of the articles that denies everything in a direction (rows 33 to 36). */
export function denyAllDraft(direction: Direction, priority = lastPriority): SecurityRuleDraft {
  return {
    name: denyAllName(direction),
    properties: {
      description: `Denies all ${direction.toLowerCase()} traffic unless specifically allowed.`,
      priority,
      direction,
      access: 'Deny',
      protocol: '*',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '*',
    },
  };
}

/** The rule that keeps the probes of Azure Load Balancer working in front of a deny (row 38). */
export function allowLoadBalancerDraft(priority = lastPriority - 1): SecurityRuleDraft {
  return {
    name: 'AllowAzureLoadBalancerInbound',
    properties: {
      description: 'Allows the health probes of Azure Load Balancer.',
      priority,
      direction: 'Inbound',
      access: 'Allow',
      protocol: '*',
      sourceAddressPrefix: 'AzureLoadBalancer',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '*',
    },
  };
}

/** A rule that lets port 53 out, to servers or to a service tag; who adds it gives it its priority. */
export function allowDnsDraft(name: string, from: RuleEnd, to: RuleEnd): SecurityRuleDraft {
  return {
    name,
    properties: {
      priority: lastPriority - 1,
      direction: 'Outbound',
      access: 'Allow',
      protocol: '*',
      sourceAddressPrefix: from,
      sourcePortRange: '*',
      destinationAddressPrefix: to,
      destinationPortRange: '53',
    },
  };
}

/** The rule that keeps DNS in front of a deny: out to the servers, or from the virtual network in to those behind it; none without servers. */
export function keptDnsDrafts(direction: Direction, servers: readonly string[]): readonly SecurityRuleDraft[] {
  const [only, ...others] = servers;
  if (only === undefined) return [];
  const { name, properties } = allowDnsDraft(
    `AllowDns${direction}`,
    direction === 'Inbound' ? 'VirtualNetwork' : '*',
    others.length === 0 ? only : servers,
  );
  return [{ name, properties: { ...properties, direction } }];
}

/** What such a rule keeps, for titles. */
export function keptDns(direction: Direction, servers: readonly string[]): readonly string[] {
  if (servers.length === 0) return [];
  return [`DNS ${direction === 'Inbound' ? 'from the virtual network ' : ''}to ${enumeration(servers)}`];
}

/** What a deny replaces, for titles: "blocks what AllowVnetInBound (65000) lets in". Probes are told of where they may be hit. */
export function consequenceOfDeny(direction: Direction, stopsProbes: boolean): string {
  const [first, second] = defaultAllowRules[direction].map((rule) => `${rule.name} (${rule.priority})`);
  if (direction === 'Outbound') return `blocks what ${first} and ${second} let out`;
  return `blocks what ${first} lets in${stopsProbes ? ', and probes of load balancers' : ''}`;
}
