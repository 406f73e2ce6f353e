/** `*` stands in the singular property of ports: in a list a deployment was seen to fail of it. */
import { isAnyWord } from '../../network/addresses/address.ts';
import { portFields, portPaths } from '../../network/reading/malformed-ports.ts';
import { pluralOf, type RuleField, singularOf } from '../../network/reading/rule-values.ts';
import { knownTexts, requireTexts, type WrittenText } from '../../network/reading/written-texts.ts';
import { groupExample, nothingMore } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { lastStep } from '../words/field-words.ts';
import { shownName } from '../words/shown-name.ts';
import { setField } from './field-repairs.ts';

interface AnyPortInList {
  readonly field: RuleField;
  readonly written: WrittenText;
}

export const anyPortInList: Rule<AnyPortInList> = {
  id: 'any-port-in-list',
  title: 'List of ports in a security rule holds *',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [40],
  articles: [{ seed: 'S2', step: '5' }],
  why: `A rule takes several ports in \`sourcePortRanges\` or \`destinationPortRanges\`, but \`*\` belongs in the singular property. Azure was seen to refuse
a list that holds it (SecurityRuleParameterContainsInvalidPortRanges). No documentation says so, hence a warning; the rule is read as one for every
port.`,
  what: `Write \`*\` in the singular property. Other ports beside it say nothing more.`,
  equivalents: {},
  repairs: ['Move * to the singular property'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({ AllowFromWeb: { destinationPortRange: '', destinationPortRanges: ['*'] } }),
    good: groupExample({ AllowFromWeb: { destinationPortRange: '*' } }, nothingMore, 'destinationPortRange'),
  },

  find: (rule) => {
    for (const field of portFields) {
      const list = pluralOf(field);
      const written = knownTexts(rule, list).find(({ text, path }) => path !== list && isAnyWord(text));
      if (written !== undefined) return { certainty: 'certain', facts: { field, written } };
    }
    requireTexts(rule, ...portPaths);
    return null;
  },

  at: (resource, { written }) => ({ kind: 'value', resource, path: written.path }),

  say: (rule, { field, written }) =>
    `${lastStep(pluralOf(field))} of ${shownName(rule)} holds ${written.text}. Azure was seen to refuse this in a list of ports. Write '*' in ${lastStep(singularOf(field))}.`,

  repair: (rule, { field, written }) => {
    const title = `Move ${written.text} to ${lastStep(singularOf(field))} of ${shownName(rule)}`;
    return [{ title, kind: 'safe', intents: setField(rule, field, '*') }];
  },
};
