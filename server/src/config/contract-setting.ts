/** The settings `tiers` and `flows` of a configuration file. */
import type { Node } from 'jsonc-parser';
import { type Contract, clashesOf, type FlowStatement, readFlowStatement, type TierMembers } from './contract.ts';
import { type JsoncFault, propertiesOf, propertyOf, repeatedKeys, spanOfNode } from './jsonc.ts';
import { isTierId, tierIds } from './tiers.ts';

/** Both settings as read. With a fault, the contract is what is left without the faulty parts, and nothing to rely on. */
export interface ContractReading {
  readonly contract: Contract;
  /** Each where it stands. */
  readonly faults: readonly JsoncFault[];
  /** What is written twice and harmless. */
  readonly repetitions: readonly JsoncFault[];
}

/** Reads both settings from the file's object. */
export function readContract(root: Node): ContractReading {
  const faults: JsoncFault[] = [];
  const repetitions: JsoncFault[] = [];
  const tiersNode = propertyOf(root, 'tiers');
  const tiers = tiersNode === undefined ? [] : readTiers(tiersNode, faults);
  const flowsNode = propertyOf(root, 'flows');
  const flows = flowsNode === undefined ? null : readFlows(flowsNode, faults, repetitions);
  return { contract: { tiers, flows }, faults, repetitions };
}

function readTiers(node: Node, faults: JsoncFault[]): readonly TierMembers[] {
  if (node.type !== 'object') {
    faults.push(fault(node, 'tiers must be an object of tiers and what belongs to them.'));
    return [];
  }
  const repeated = new Set<Node>(repeatedKeys(node));
  const claimed = new Map<string, string>();
  return propertiesOf(node).flatMap(({ key, value }): readonly TierMembers[] => {
    const tier = key.value;
    if (!isTierId(tier) || tier === 'unassigned') {
      const known = tierIds.filter((id) => id !== 'unassigned').join(', ');
      faults.push(fault(key, `No tier is called ${JSON.stringify(tier)}. Tiers: ${known}.`));
      return [];
    }
    if (repeated.has(key)) faults.push(fault(key, `The tier ${tier} is given twice.`));
    const members = readMembers(value, faults);
    for (const { text, at } of members.claims) {
      const other = claimed.get(text);
      if (other === undefined) claimed.set(text, tier);
      else faults.push(fault(at, `${JSON.stringify(at.value)} is given to ${other} already.`));
    }
    return [{ tier, subnets: members.subnets, tags: members.tags }];
  });
}

interface Members extends Omit<TierMembers, 'tier'> {
  /** Each name and tag in one spelling, with its node, to find what two tiers claim. */
  readonly claims: readonly { readonly text: string; readonly at: Node }[];
}

const noMembers: Members = { subnets: [], tags: [], claims: [] };

/** A list of subnets, or an object with `subnets` and `tags`. */
function readMembers(node: Node, faults: JsoncFault[]): Members {
  if (node.type === 'array') return readSubnets(node, faults);
  if (node.type !== 'object') {
    faults.push(fault(node, 'A tier is a list of subnets, or an object with subnets and tags.'));
    return noMembers;
  }
  for (const { key } of propertiesOf(node)) {
    if (key.value === 'subnets' || key.value === 'tags') continue;
    faults.push(fault(key, `Nothing is called ${JSON.stringify(key.value)} in a tier. Known: subnets, tags.`));
  }
  for (const key of repeatedKeys(node)) faults.push(fault(key, `${JSON.stringify(key.value)} is given twice.`));
  const subnetsNode = propertyOf(node, 'subnets');
  const { subnets, claims } = subnetsNode === undefined ? noMembers : readSubnets(subnetsNode, faults);
  const tagsNode = propertyOf(node, 'tags');
  if (tagsNode === undefined) return { subnets, tags: [], claims };
  const tagged = readTags(tagsNode, faults);
  return { subnets, tags: tagged.tags, claims: [...claims, ...tagged.claims] };
}

function readTags(node: Node, faults: JsoncFault[]): Members {
  if (node.type !== 'object') {
    faults.push(fault(node, 'tags must be an object, such as { "tier": "web" }.'));
    return noMembers;
  }
  const tags: { name: string; value: string }[] = [];
  const claims: { text: string; at: Node }[] = [];
  for (const { key, value } of propertiesOf(node)) {
    for (const item of value.type === 'array' ? (value.children ?? []) : [value]) {
      const text: unknown = item.value;
      if (typeof text !== 'string') {
        faults.push(fault(item, 'The value of a tag is a text, or a list of texts.'));
        continue;
      }
      tags.push({ name: key.value, value: text });
      claims.push({ text: `tag ${key.value.toLowerCase()}=${text}`, at: item });
    }
  }
  return { subnets: [], tags, claims };
}

function readSubnets(node: Node, faults: JsoncFault[]): Members {
  if (node.type !== 'array') {
    faults.push(fault(node, 'subnets must be a list of names, such as ["snet-web"].'));
    return noMembers;
  }
  const subnets: string[] = [];
  const claims: { text: string; at: Node }[] = [];
  for (const item of node.children ?? []) {
    const name: unknown = item.value;
    if (typeof name !== 'string' || !/^[^/]+(?:\/[^/]+)?$/.test(name)) {
      faults.push(fault(item, 'A subnet is given by its name, or as "virtual network/subnet".'));
      continue;
    }
    subnets.push(name);
    claims.push({ text: `subnet ${name.toLowerCase()}`, at: item });
  }
  return { subnets, tags: [], claims };
}

function readFlows(node: Node, faults: JsoncFault[], repetitions: JsoncFault[]): readonly FlowStatement[] {
  if (node.type !== 'array') {
    faults.push(fault(node, 'flows must be a list, such as ["web -> app: tcp/443"].'));
    return [];
  }
  const read = (node.children ?? []).flatMap((item) => {
    const statement = readFlowStatement(typeof item.value === 'string' ? item.value : '');
    if (typeof statement !== 'string') return [{ item, statement }];
    faults.push(fault(item, statement));
    return [];
  });
  const flows = read.map(({ statement }) => statement);
  for (const { kind, index, earlier } of clashesOf(flows)) {
    const item = read[index]?.item;
    if (item === undefined) continue;
    const text = JSON.stringify(earlier.text);
    if (kind === 'contradicts') faults.push(fault(item, `This contradicts ${text}.`));
    else repetitions.push(fault(item, `This says the same as ${text} before it.`));
  }
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
