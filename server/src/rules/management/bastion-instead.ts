/** Public addresses of machines are taken away; where their network has no Azure Bastion, people get one to reach the machines by. */

import { type SpecialSubnet, specialSubnetNamed } from '../../azure/special-subnets.ts';
import { attempt } from '../../deployment/alternatives.ts';
import { distinctResources } from '../../deployment/distinct.ts';
import type { Intent, RepairProposal } from '../../deployment/intent.ts';
import type { NewResource, NewValue, Reference } from '../../deployment/new-resource.ts';
import { securityRuleElement } from '../../deployment/security-rule-element.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { admitsInternet } from '../../network/addresses/address.ts';
import { firstFreePrefix } from '../../network/reading/free-prefix.ts';
import { remoteNetworkPath } from '../../network/reading/network-prefixes.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { isCompleteDeny } from '../../network/reading/security-rule.ts';
import { declaredOf } from '../../network/undecided.ts';
import { enumeration } from '../../text/enumeration.ts';
import { denyAllDraft } from '../security-groups/deny-rule-drafts.ts';
import { draftBefore } from '../security-groups/free-priorities.ts';
import { inArticlesOrder, requiredDrafts } from '../security-groups/required-rules.ts';
import { shownName } from '../words/shown-name.ts';
import { admitBastionOnly, bastionPrefix } from './logins-by-bastion.ts';

/** The name and the smallest size that Azure demands of the subnet (azure-network 2.7). */
const bastionSubnet = { name: 'AzureBastionSubnet', length: 26 };

const peeringType = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings';

/** @param path of the public address in the interface, or in what describes the interfaces of a scale set */
export function withoutPublicAddress(resource: ResourceView, path: string): readonly RepairProposal[] {
  const removal: Intent = { kind: 'remove', resource: resource.key, path };
  const name = shownName(resource);
  const logins = attempt(() => loginsFromPresent(resource, path)) ?? noLogins;
  const plain: RepairProposal = {
    title: `Remove the public IP address from ${name}: the Internet no longer reaches it directly, and it needs another way out${inTitle(logins)}`,
    kind: 'review',
    ...(logins.rules.length > 0 ? { opens: true } : {}),
    intents: [removal, ...logins.intents],
  };
  const bastion = attempt(() => newBastionFor(resource, path)) ?? null;
  if (bastion === null) return [plain];
  return [
    plain,
    {
      title: `Remove the public IP address from ${name} and add Azure Bastion to ${shownName(bastion.network)} (${bastion.prefix}): logins go by Bastion, which is billed by the hour, and ${name} needs another way out${inTitle(bastion.logins)}`,
      kind: 'review',
      opens: true,
      intents: [removal, ...bastion.intents, ...bastion.logins.intents],
    },
  ];
}

function inTitle({ rules }: Logins): string {
  return rules.length === 0 ? '' : `; ${enumeration(rules)} ${rules.length === 1 ? 'admits' : 'admit'} Bastion only`;
}

interface NewBastion {
  readonly network: ResourceView;
  readonly prefix: string;
  readonly intents: readonly Intent[];
  readonly logins: Logins;
}

/** Null where the network isn't the template's, has no room, or has a Bastion, or may have one in a network with which it is peered. */
function newBastionFor(resource: ResourceView, path: string): NewBastion | null {
  const network = subnetOf(resource, path)?.parent() ?? null;
  const special = specialSubnetNamed(bastionSubnet.name);
  if (network === null || network.existing || special === null || mayHaveBastion(network)) return null;
  const prefix = firstFreePrefix(network, bastionSubnet.length);
  if (prefix === null) return null;
  const narrowed = loginsFrom(prefix, resource, path);
  const admissions =
    narrowed.rules.length > 0 ? [] : groupsOf(resource, path).flatMap((group) => admission(group, prefix));
  return { network, prefix, intents: [...declarations(network, special, prefix), ...admissions], logins: narrowed };
}

/** The rules for logins that admit the Internet, and are to admit Bastion alone. */
interface Logins {
  readonly rules: readonly string[];
  readonly intents: readonly Intent[];
}

const noLogins: Logins = { rules: [], intents: [] };

/** By the Bastion of the network itself, or of one with which it is peered; from another it isn't reached. */
function loginsFromPresent(resource: ResourceView, path: string): Logins {
  const network = subnetOf(resource, path)?.parent() ?? null;
  if (network === null || !(hasBastionSubnet(network) || isPeered(network))) return noLogins;
  const prefix = bastionPrefix(resource);
  return prefix === null ? noLogins : loginsFrom(prefix, resource, path);
}

function loginsFrom(prefix: string, resource: ResourceView, path: string): Logins {
  const open = groupsOf(resource, path).flatMap((group) =>
    declaredOf(group.children('securityRules')).known.filter((rule) => {
      const { direction, access, sources } = readSecurityRule(rule);
      return direction === 'Inbound' && access === 'Allow' && sources.some(admitsInternet);
    }),
  );
  const narrowed = open.flatMap((rule) => {
    const intents = admitBastionOnly(rule, prefix);
    return intents === null ? [] : [{ name: shownName(rule), intents }];
  });
  return { rules: narrowed.map(({ name }) => name), intents: narrowed.flatMap(({ intents }) => intents) };
}

function subnetOf(resource: ResourceView, path: string): ResourceView | null {
  const subnet = resource.target(`${path.slice(0, path.lastIndexOf('.'))}.subnet.id`);
  return subnet === null || subnet.kind === 'external' || subnet.existing ? null : subnet;
}

/** The security groups before an interface that the template declares, each once. */
function groupsOf(resource: ResourceView, path: string): readonly ResourceView[] {
  const [base = ''] = path.split('.ipConfigurations.');
  const ofSubnet = subnetOf(resource, path)?.target('properties.networkSecurityGroup.id') ?? null;
  const own = resource.target(`${base}.networkSecurityGroup.id`);
  const groups = [ofSubnet, own].flatMap((group) =>
    group === null || group.kind === 'external' || group.existing ? [] : [group],
  );
  return distinctResources(groups);
}

function mayHaveBastion(network: ResourceView): boolean {
  const path = 'properties.virtualNetwork.id';
  const developers = declaredOf(network.deployment.naming(network, 'Microsoft.Network/bastionHosts', path));
  return (
    network.children('subnets').open ||
    hasBastionSubnet(network) ||
    isPeered(network) ||
    developers.some((host) => network.is(host.target(path)))
  );
}

function hasBastionSubnet(network: ResourceView): boolean {
  const wanted = bastionSubnet.name.toLowerCase();
  return network.children('subnets').known.some(({ name }) => name.toLowerCase() === wanted);
}

/** True if a network is peered with another, or may be. */
function isPeered(network: ResourceView): boolean {
  const own = network.children('virtualNetworkPeerings');
  const others = network.deployment.naming(network, peeringType, remoteNetworkPath);
  return [own, others].some(({ known, open }) => open || known.length > 0);
}

/** The subnet with its group, the public address and the host, in the way in which the template declares subnets. */
function declarations(network: ResourceView, special: SpecialSubnet, prefix: string): readonly Intent[] {
  const named = (...suffix: readonly string[]): Pick<NewResource, 'name' | 'words' | 'beside'> => ({
    name: { take: 'text', parts: [{ take: 'name', of: network.key }, `-${['bastion', ...suffix].join('-')}`] },
    words: [network.label, 'bastion', ...suffix],
    beside: network.key,
  });
  const rules = [
    ...inArticlesOrder(requiredDrafts(special, prefix, special.mandatory, special.denies ?? [])),
    ...(special.denies ?? []).map((direction) => denyAllDraft(direction)),
  ];
  const group: NewResource = {
    type: 'Microsoft.Network/networkSecurityGroups',
    ...named('nsg'),
    properties: { securityRules: rules.map((rule) => securityRuleElement(rule).value) },
  };
  const address: NewResource = {
    type: 'Microsoft.Network/publicIPAddresses',
    ...named('pip'),
    settings: { sku: { name: 'Standard' } },
    properties: { publicIPAllocationMethod: 'Static' },
  };
  const properties = {
    addressPrefix: prefix,
    networkSecurityGroup: { id: { take: 'id', of: group } as const },
  };
  const host = (subnet: Reference): Intent => ({
    kind: 'declare',
    resource: {
      type: 'Microsoft.Network/bastionHosts',
      ...named(),
      settings: { sku: { name: 'Basic' } },
      properties: {
        ipConfigurations: [
          {
            name: 'ipconfig',
            properties: { subnet: { id: subnet }, publicIPAddress: { id: { take: 'id', of: address } } },
          },
        ] satisfies readonly NewValue[],
      },
    },
  });
  const declared = network.children('subnets').known.findLast(({ isElement }) => !isElement);
  if (declared !== undefined) {
    const subnet: NewResource = {
      type: 'Microsoft.Network/virtualNetworks/subnets',
      name: bastionSubnet.name,
      words: [network.label, 'bastion', 'subnet'],
      beside: declared.key,
      parent: network.key,
      properties,
    };
    return [host({ take: 'id', of: subnet })];
  }
  const { name } = bastionSubnet;
  return [
    {
      kind: 'include',
      resource: network.key,
      path: 'properties.subnets',
      elements: [{ name, value: { name, properties } }],
    },
    host({ take: 'childId', of: network.key, child: 'subnets', name }),
  ];
}

/** A rule that admits Bastion in a group that denies everything else. */
function admission(group: ResourceView, prefix: string): readonly Intent[] {
  const deny = declaredOf(group.children('securityRules'))
    .known.map(readSecurityRule)
    .find((rule) => isCompleteDeny(rule, 'Inbound'));
  const rule =
    deny &&
    draftBefore(
      group,
      {
        name: 'AllowBastionInbound',
        properties: {
          description: 'Allows logins by Azure Bastion.',
          priority: deny.priority,
          direction: 'Inbound',
          access: 'Allow',
          protocol: 'Tcp',
          sourceAddressPrefix: prefix,
          sourcePortRange: '*',
          destinationAddressPrefix: '*',
          destinationPortRange: ['22', '3389'],
        },
      },
      deny.priority,
    );
  return rule == null ? [] : [{ kind: 'addSecurityRules', networkSecurityGroup: group.key, rules: [rule] }];
}
