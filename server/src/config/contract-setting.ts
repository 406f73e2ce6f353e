/** The settings `tiers` and `flows` of a configuration file. */
import type { Node } from 'jsonc-parser';
import { type Contract, contradiction, type FlowStatement, readFlowStatement, type TierMembers } from './contract.ts';
import { type JsoncFault, propertiesOf, propertyOf, spanOfNode } from './jsonc.ts';
import { isTierId, tierIds } from './tiers.ts';

/** Reads both settings from the file's object: the contract, or its first fault. */
export function readContract(root: Node): Contract | JsoncFault {
  const tiersNode = propertyOf(root, 'tiers');
  const tiers = tiersNode === undefined ? [] : readTiers(tiersNode);
  if ('fault' in tiers) return tiers;
  const flowsNode = propertyOf(root, 'flows');
  const flows = flowsNode === undefined ? null : readFlows(flowsNode);
  if (flows !== null && 'fault' in flows) return flows;
  return { tiers, flows };
}

function readTiers(node: Node): readonly TierMembers[] | JsoncFault {
  if (node.type !== 'object') return fault(node, 'tiers must be an object of tiers and what belongs to them.');
  const tiers: TierMembers[] = [];
  const claimed = new Map<string, string>();
  for (const { key, value } of propertiesOf(node)) {
    const tier = key.value;
    if (!isTierId(tier) || tier === 'unassigned') {
      const known = tierIds.filter((id) => id !== 'unassigned').join(', ');
      return fault(key, `No tier is called ${JSON.stringify(tier)}. Tiers: ${known}.`);
    }
    if (tiers.some((other) => other.tier === tier)) return fault(key, `The tier ${tier} is given twice.`);
    const members = readMembers(value);
    if ('fault' in members) return members;
    for (const { text, at } of members.claims) {
      const other = claimed.get(text);
      if (other !== undefined) return fault(at, `${JSON.stringify(at.value)} is given to ${other} already.`);
      claimed.set(text, tier);
    }
    tiers.push({ tier, subnets: members.subnets, tags: members.tags });
  }
  return tiers;
}

interface Members extends Omit<TierMembers, 'tier'> {
  /** Each name and tag in one spelling, with its node, to find what two tiers claim. */
  readonly claims: readonly { readonly text: string; readonly at: Node }[];
}

/** A list of subnets, or an object with `subnets` and `tags`. */
function readMembers(node: Node): Members | JsoncFault {
  if (node.type === 'array') return readSubnets(node);
  if (node.type !== 'object') {
    return fault(node, 'A tier is a list of subnets, or an object with subnets and tags.');
  }
  for (const { key } of propertiesOf(node)) {
    if (key.value !== 'subnets' && key.value !== 'tags') {
      return fault(key, `Nothing is called ${JSON.stringify(key.value)} in a tier. Known: subnets, tags.`);
    }
  }
  const subnetsNode = propertyOf(node, 'subnets');
  const subnets = subnetsNode === undefined ? { subnets: [], tags: [], claims: [] } : readSubnets(subnetsNode);
  if ('fault' in subnets) return subnets;
  const tagsNode = propertyOf(node, 'tags');
  if (tagsNode === undefined) return subnets;
  if (tagsNode.type !== 'object') return fault(tagsNode, 'tags must be an object, such as { "tier": "web" }.');
  const tags: { name: string; value: string }[] = [];
  const claims = [...subnets.claims];
  for (const { key, value } of propertiesOf(tagsNode)) {
    for (const item of value.type === 'array' ? (value.children ?? []) : [value]) {
      const text: unknown = item.value;
      if (typeof text !== 'string') return fault(item, 'The value of a tag is a text, or a list of texts.');
      tags.push({ name: key.value, value: text });
      claims.push({ text: `tag ${key.value.toLowerCase()}=${text}`, at: item });
    }
  }
  return { subnets: subnets.subnets, tags, claims };
}

function readSubnets(node: Node): Members | JsoncFault {
  if (node.type !== 'array') return fault(node, 'subnets must be a list of names, such as ["snet-web"].');
  const subnets: string[] = [];
  const claims: { text: string; at: Node }[] = [];
  for (const item of node.children ?? []) {
    const name: unknown = item.value;
    if (typeof name !== 'string' || !/^[^/]+(?:\/[^/]+)?$/.test(name)) {
      return fault(item, 'A subnet is given by its name, or as "virtual network/subnet".');
    }
    subnets.push(name);
    claims.push({ text: `subnet ${name.toLowerCase()}`, at: item });
  }
  return { subnets, tags: [], claims };
}

function readFlows(node: Node): readonly FlowStatement[] | JsoncFault {
  if (node.type !== 'array') return fault(node, 'flows must be a list, such as ["web -> app: tcp/443"].');
  const nodes = node.children ?? [];
  const flows: FlowStatement[] = [];
  for (const item of nodes) {
    const statement = typeof item.value === 'string' ? readFlowStatement(item.value) : readFlowStatement('');
    if (typeof statement === 'string') return fault(item, statement);
    flows.push(statement);
  }
  const found = contradiction(flows);
  const at = found === null ? undefined : nodes[found.index];
  if (found !== null && at !== undefined) return fault(at, `This contradicts ${JSON.stringify(found.earlier.text)}.`);
  return flows;
}

function fault(node: Node, message: string): JsoncFault {
  return { fault: message, span: spanOfNode(node) };
}

/** The part of the configuration file's JSON schema for both settings. */
export function contractSchema(): Readonly<Record<string, object>> {
  const subnets = {
    description: 'Names of subnets, or "virtual network/subnet". * stands for any text.',
    type: 'array',
    items: { type: 'string', pattern: '^[^/]+(/[^/]+)?$' },
  };
  const value = { type: 'string' };
  const members = {
    anyOf: [
      subnets,
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          subnets,
          tags: {
            description: 'Tags of resources, any of which is enough. A tag has one value or a list of them.',
            type: 'object',
            additionalProperties: { anyOf: [value, { type: 'array', items: value }] },
          },
        },
      },
    ],
  };
  const known = tierIds.filter((id) => id !== 'unassigned');
  const end = `(${[...tierIds, 'internet', '\\*'].join('|')})`;
  const withPorts = `(${['tcp', 'udp'].map(anyCase).join('|')})(/(\\d{1,5}(-\\d{1,5})?|\\*))?`;
  const withoutPorts = `(${['any', 'icmp', 'esp', 'ah'].map(anyCase).join('|')}|\\*)(/\\*)?`;
  const service = `(${withPorts}|${withoutPorts})`;
  return {
    tiers: {
      description: 'Which subnets and resources make a tier. It overrules what the template itself tells.',
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(known.map((id) => [id, members] as const)),
    },
    flows: {
      description:
        'The flows that are meant, from tier to tier; everything else is forbidden. More exact statements overrule those with *.',
      type: 'array',
      items: {
        type: 'string',
        pattern: `^\\s*${end}\\s*->\\s*${end}\\s*:\\s*(${anyCase('none')}|${service}(\\s*,\\s*${service})*)\\s*$`,
        patternErrorMessage:
          'A flow is written "from -> to: services": two tiers, internet or *, then none, or protocols with ports such as tcp/443.',
        defaultSnippets: [
          {
            label: 'from -> to: tcp/443',
            description: 'A flow that is meant',
            body: '${1:web} -> ${2:app}: ${3:tcp/443}',
          },
          { label: '* -> data: none', description: 'A tier that only exact flows reach', body: '* -> ${1:data}: none' },
        ],
        examples: [
          'internet -> gateway: tcp/443',
          'gateway -> web: tcp/443',
          'web -> app: tcp/443',
          'app -> data: tcp/1433',
        ],
      },
    },
  };
}

/** A pattern for a word in capital or small letters: patterns of schemas have no flag for that. */
function anyCase(word: string): string {
  return [...word].map((letter) => `[${letter}${letter.toUpperCase()}]`).join('');
}
