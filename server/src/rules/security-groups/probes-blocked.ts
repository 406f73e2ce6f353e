/** Backends of a load balancer must admit its health probes, else it sends them nothing. */
import type { ResourceView } from '../../deployment/view.ts';
import { parsePortSet } from '../../network/addresses/port-set.ts';
import { blockingOf } from '../../network/reachability/blocked.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { idOf, type NetworkSource } from '../../network/reading/source.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { allowLoadBalancerDraft } from './deny-rule-drafts.ts';
import { draftBefore } from './free-priorities.ts';
import { probesBlockedExamples } from './probes-blocked.examples.ts';

interface BlockedProbe {
  readonly balancer: string;
  readonly port: string;
  readonly deny: { readonly name: string; readonly priority: number; readonly resource: ResourceView };
}

export const probesBlocked: Rule<BlockedProbe> = {
  id: 'probes-blocked',
  title: 'Security rule blocks the health probes of a load balancer',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [38],
  articles: [
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  why: `The probes of Azure Load Balancer come from the service tag AzureLoadBalancer. A rule that denies everything stands before the
default rule that admits them. The load balancer then takes all backends for dead and sends them nothing.`,
  what: `Allow the service tag AzureLoadBalancer inbound before the rule that denies, for the ports of the probes or for all.`,
  equivalents: {},
  repairs: ['Add AllowAzureLoadBalancerInbound before the rule that denies'],
  on: ['Microsoft.Network/networkSecurityGroups'],
  examples: probesBlockedExamples,

  find: (group) => {
    const facts = blockedProbe(group);
    return facts && { certainty: 'certain', facts };
  },

  at: (_, { deny }) => ({ kind: 'header', resource: deny.resource }),

  say: (group, { balancer, port, deny }) =>
    `${deny.name} (${deny.priority}) of ${shownName(group)} blocks the health probes of ${balancer} (port ${port}), so it takes the backends for dead. Allow the service tag AzureLoadBalancer before it.`,

  repair: (group, { deny }) => {
    const draft = draftBefore(group, allowLoadBalancerDraft(), deny.priority);
    if (draft === null) return [];
    return [
      {
        title: `Add ${draft.name} (${draft.properties.priority}) to ${shownName(group)}: lets in the health probes of load balancers`,
        kind: 'review',
        opens: true,
        intents: [{ kind: 'addSecurityRules', networkSecurityGroup: group.key, rules: [draft] }],
      },
    ];
  },
};

/** The first probe that a rule of the group surely keeps from a backend. */
function blockedProbe(group: ResourceView): BlockedProbe | null {
  if (group.deployment.lacks('Microsoft.Network/loadBalancers')) return null;
  const { reachability } = reachOf(group.deployment);
  const { network } = reachability.index;
  const own = idOf(group);
  const probes = reachability.placesOf({ kind: 'probes' });
  for (const balancer of network.loadBalancers)
    for (const { source, backends } of balancer.rules) {
      if ('unknown' in backends || backends.length === 0) continue;
      const port = probePort(source);
      const ports = port === null ? null : parsePortSet([port]);
      if (port === null || ports === null) continue;
      for (const id of backends)
        for (const host of reachability.placesOf({ kind: 'interface', id }))
          for (const probe of probes) {
            if (!('node' in host)) continue;
            const found = blockingOf(reachability.admitted(host, probe, 'Inbound', 'tcp'), ports) ?? [];
            const deny = found.find((one) => one.group === own)?.rule;
            if (deny?.source == null || deny.priority === null) continue;
            const { name, priority } = deny;
            return {
              balancer: shownName(balancer.source.resource),
              port,
              deny: { name, priority, resource: deny.source.resource },
            };
          }
    }
  return null;
}

/** The port of the probe that a load balancing rule names; null if it names none, or one that isn't there. */
function probePort({ resource, path }: NetworkSource): string | null {
  const probe = resource.target(`${path}.properties.probe.id`);
  if (probe === null || probe.name === '') return null;
  for (let index = 0; index < resource.size('properties.probes'); index++) {
    const base = `properties.probes.${index}`;
    if (String(resource.read(`${base}.name`)).toLowerCase() === probe.name.toLowerCase())
      return String(resource.read(`${base}.properties.port`) ?? '');
  }
  return null;
}
