/** Machines with Windows must reach the service that activates it. */
import type { RepairProposal, SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import {
  activationAddresses,
  activationPort,
  type BlockedActivation,
  blockedActivation,
} from '../../network/claims/windows-activation.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { lastPriority } from '../../network/reading/rule-siblings.ts';
import type { Rule } from '../rule.ts';
import { lastGroupHop, ruleInWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { draftsBefore } from './free-priorities.ts';
import { windowsActivationBlockedExamples } from './windows-activation-blocked.examples.ts';

export const windowsActivationBlocked: Rule<BlockedActivation> = {
  id: 'windows-activation-blocked',
  title: 'Windows machine cannot reach the service that activates it',
  principle: 'verify-explicitly',
  severity: 'information',
  rows: [58],
  articles: [{ seed: 'S2', step: '5' }],
  why: `Machines reach the Key Management Service of Azure by a rule of the platform, whatever their network security groups say. Where a route sends
0.0.0.0/0 to an appliance, that rule is off, and Windows loses its activation after some months if the group or the firewall denies TCP 1688.`,
  what: `Allow TCP 1688 outbound to ${activationAddresses.join(' and ')} (azkms.core.windows.net), in the group as in the firewall, or send these two
addresses to the Internet by routes of their own. National clouds have other addresses.`,
  equivalents: {},
  repairs: ['Allow TCP 1688 to the service'],
  on: ['Microsoft.Compute/virtualMachines'],
  examples: windowsActivationBlockedExamples,

  find: (machine) => {
    const facts = blockedActivation(machine);
    return facts === null ? null : { certainty: 'certain', facts };
  },

  at: (machine) => ({ kind: 'header', resource: machine }),

  say: (machine, facts) =>
    `${shownName(machine)} cannot activate Windows: ${causeOf(machine, facts)}, and the default route to an appliance turns off the platform's own way to the service. Allow TCP ${activationPort} to ${activationAddresses.join(' and ')}.`,

  repair: (machine, facts) => allowance(machine, facts),
};

function causeOf(machine: ResourceView, { flow }: BlockedActivation): string {
  const last = flow.hops.at(-1);
  const traffic = `TCP ${activationPort} to the Internet`;
  if (last === undefined || !('direction' in last)) return `no route takes ${traffic}`;
  if (last.at !== 'firewall') return `${ruleInWords(last, reachOf(machine.deployment))} denies ${traffic}`;
  const firewall = reachOf(machine.deployment).reachability.index.firewalls.get(last.id)?.source.resource;
  const name = firewall === undefined ? 'the firewall' : shownName(firewall);
  return last.rule === null ? `no rule of ${name} allows ${traffic}` : `${last.rule.name} of ${name} denies ${traffic}`;
}

/** Two rules before the one that denies, where a group does. */
function allowance(machine: ResourceView, { flow }: BlockedActivation): readonly RepairProposal[] {
  const hop = lastGroupHop(flow, 'Outbound');
  const group = hop && reachOf(machine.deployment).reachability.index.securityGroups.get(hop.id)?.source.resource;
  if (hop?.answer !== 'denied' || !group || hop.rule?.priority == null) return [];
  const wanted = activationAddresses.map(
    (address, index): SecurityRuleDraft => ({
      name: `AllowWindowsActivation${index + 1}Outbound`,
      properties: {
        priority: lastPriority,
        direction: 'Outbound',
        access: 'Allow',
        protocol: 'Tcp',
        sourceAddressPrefix: '*',
        sourcePortRange: '*',
        destinationAddressPrefix: address,
        destinationPortRange: String(activationPort),
      },
    }),
  );
  const rules = draftsBefore(group, 'Outbound', wanted, hop.rule.priority);
  if (rules === null) return [];
  return [
    {
      title: `Allow TCP ${activationPort} to ${activationAddresses.join(' and ')} in ${shownName(group)}, for the activation of Windows`,
      kind: 'review',
      opens: true,
      intents: [{ kind: 'addSecurityRules', networkSecurityGroup: group.key, rules }],
    },
  ];
}
