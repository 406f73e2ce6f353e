/** The ports of a security rule are single ports or ranges, several only in a list: with anything else the deployment fails. */
import type { ResourceView } from '../../deployment/view.ts';
import { parsePortRange } from '../../network/addresses/ports.ts';
import { type MalformedPort, malformedPortsOf, portPaths } from '../../network/reading/malformed-ports.ts';
import { pluralOf, type RuleField, singularOf } from '../../network/reading/rule-values.ts';
import { requireTexts } from '../../network/reading/written-texts.ts';
import { enumeration } from '../../text/enumeration.ts';
import { groupExample, nothingMore } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { lastStep } from '../words/field-words.ts';
import { shownName } from '../words/shown-name.ts';

interface MalformedPorts extends MalformedPort {
  /** The ports and ranges that stand in one text, if each of them is right by itself. */
  readonly parts: readonly string[];
}

export const malformedPortRange: Rule<MalformedPorts> = {
  id: 'malformed-port-range',
  title: 'Port of a security rule that Azure refuses',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [40],
  articles: [{ seed: 'S2', step: '5' }],
  why: `A security rule takes \`*\`, a port from 0 to 65535 or a range such as \`1000-1010\`. Azure refuses anything else
(SecurityRuleInvalidPortRange), so the deployment fails. Several ports in one text are the most common case: they belong in the list.`,
  what: `Write one port or range in \`destinationPortRange\`, or several in the list \`destinationPortRanges\`, each as a text of its own.`,
  equivalents: {},
  repairs: ['Move the ports to the list'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({ AllowWebInbound: { destinationPortRange: '80,443' } }),
    good: groupExample(
      { AllowWebInbound: { destinationPortRange: '', destinationPortRanges: ['80', '443'] } },
      nothingMore,
      'destinationPortRanges',
    ),
  },

  find: (rule) => {
    const [first] = malformedPortsOf(rule);
    if (first === undefined) {
      requireTexts(rule, ...portPaths);
      return null;
    }
    return { certainty: 'certain', facts: { ...first, parts: partsOf(first.written.text) } };
  },

  at: (resource, { written }) => ({ kind: 'value', resource, path: written.path }),

  say: (rule, { field, written, parts }) => {
    const list = lastStep(pluralOf(field));
    const advice =
      parts.length > 1
        ? `Several ports are a list of texts in ${list}.`
        : 'It takes *, a port from 0 to 65535, or a range with the lower port first, such as 1000-1010.';
    return `"${written.text}" of ${shownName(rule)} is not a port or a range of ports. Azure refuses it. ${advice}`;
  },

  repair: (rule, { field, written, parts }) => {
    if (parts.length < 2) return [];
    const all = textsIn(rule, field).flatMap((text) => (text === written.text ? parts : [text]));
    const title = `Write ${enumeration(parts)} in ${lastStep(pluralOf(field))} of ${shownName(rule)}`;
    const set = { kind: 'set', resource: rule.key, path: pluralOf(field), value: all } as const;
    if (rule.omits(singularOf(field))) return [{ title, kind: 'review', opens: true, intents: [set] }];
    const remove = { kind: 'remove', resource: rule.key, path: singularOf(field) } as const;
    return [{ title, kind: 'review', opens: true, intents: [remove, set] }];
  },
};

/** All ports of a field as written. Undecided if one isn't known. */
function textsIn(rule: ResourceView, field: RuleField): readonly string[] {
  const list = rule.read(pluralOf(field));
  const values = [rule.read(singularOf(field)), ...(Array.isArray(list) ? list : [])];
  return values.flatMap((value) => (value === null || value === '' ? [] : [String(value).trim()]));
}

function partsOf(text: string): readonly string[] {
  const parts = text.split(/\s*[,;\s]\s*/).filter((part) => part !== '');
  return parts.every((part) => parsePortRange(part) !== null) ? parts : [];
}
