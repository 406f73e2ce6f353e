/** Machines ask the DNS servers of their network, so its groups must let them. */
import type { Intent, RepairProposal } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type BlockedServer, blockedServers } from '../../network/claims/custom-dns.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { enumeration } from '../../text/enumeration.ts';
import type { Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { customDnsBlockedExamples } from './custom-dns-blocked.examples.ts';
import { keptDnsDrafts } from './deny-rule-drafts.ts';
import { draftBefore } from './free-priorities.ts';

interface Facts {
  readonly servers: readonly [BlockedServer, ...BlockedServer[]];
}

export const customDnsBlocked: Rule<Facts> = {
  id: 'custom-dns-blocked',
  title: 'Network security group keeps machines from the DNS servers of their network',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [41],
  articles: [
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  why: `Azure's own name resolution passes every group, but DNS servers of a network's own are hosts like others: after a deny of all outbound traffic
machines resolve no names, and find neither their domain nor anything else.`,
  what: `Allow UDP and TCP 53 to the servers, outbound in the groups of the machines and inbound in that of the servers, before everything else is denied.
Where machines join a domain, its other ports are needed too.`,
  equivalents: {},
  repairs: ['Allow DNS to the servers'],
  on: ['Microsoft.Network/virtualNetworks'],
  examples: customDnsBlockedExamples,

  find: (network) => {
    const [first, ...others] = blockedServers(network);
    return first === undefined ? null : { certainty: 'certain', facts: { servers: [first, ...others] } };
  },

  at: (resource, { servers: [{ server }] }) => ({ kind: 'value', resource, path: server.path }),

  say: (network, { servers }) => {
    const [{ server, blocking }] = servers;
    const subnets = servers.filter((other) => other.server === server).map(({ subnet }) => shownName(subnet));
    const [by] = blocking;
    const rule =
      by === undefined ? 'a rule' : `${by.rule.name}${by.rule.priority === null ? '' : ` (${by.rule.priority})`}`;
    const group = by && groupOf(network, by.group);
    const of = group === undefined ? '' : ` of ${shownName(group)}`;
    return `Machines in ${inWords(subnets, 'more')} can't ask the DNS server ${server.text} of ${shownName(network)}: ${rule}${of} denies UDP 53. Allow port 53 to it before.`;
  },

  related: (_, { servers: [{ blocking }] }) =>
    blocking.flatMap(({ rule }) =>
      rule.source === null ? [] : [{ resource: rule.source.resource, message: `${rule.name} denies it.` }],
    ),

  repair: (network, { servers }) => allowance(network, servers),
};

function groupOf(network: ResourceView, id: string): ResourceView | undefined {
  return reachOf(network.deployment).reachability.index.securityGroups.get(id)?.source.resource;
}

/** One rule in each group that denies it outbound, for all servers that it denies. */
function allowance(network: ResourceView, blocked: readonly BlockedServer[]): readonly RepairProposal[] {
  const denials = blocked.flatMap(({ server, blocking }) =>
    blocking.flatMap(({ group: id, rule }) => {
      const group = groupOf(network, id);
      const source = rule.source?.resource;
      const isOutbound = source !== undefined && readSecurityRule(source).direction === 'Outbound';
      return group === undefined || !isOutbound || rule.priority === null
        ? []
        : [{ group, server: server.text, before: rule.priority }];
    }),
  );
  const groups = [...new Map(denials.map(({ group }) => [group.key, group])).values()];
  const servers = [...new Set(denials.map(({ server }) => server))];
  const [allow] = keptDnsDrafts('Outbound', servers);
  if (allow === undefined) return [];
  const intents = groups.flatMap((group): readonly Intent[] => {
    const own = denials.filter((denial) => denial.group === group);
    const draft = draftBefore(group, allow, Math.min(...own.map(({ before }) => before)));
    return draft === null ? [] : [{ kind: 'addSecurityRules', networkSecurityGroup: group.key, rules: [draft] }];
  });
  if (intents.length === 0 || intents.length < groups.length) return [];
  const title = `Add ${allow.name} to ${enumeration(groups.map(shownName))}: lets port 53 out to ${enumeration(servers)}`;
  return [{ title, kind: 'review', opens: true, intents }];
}
