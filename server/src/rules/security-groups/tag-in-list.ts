/** A list of addresses in a security rule holds addresses only: with a service tag or `*` in it the deployment fails. */
import { isAnyWord, looksLikeServiceTag } from '../../network/addresses/address.ts';
import { pluralOf, type RuleField, type RuleValue, singularOf, valuesOf } from '../../network/reading/rule-values.ts';
import { groupExample, nothingMore } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { lastStep } from '../words/field-words.ts';
import { shownName } from '../words/shown-name.ts';
import { setField } from './field-repairs.ts';

interface TagInList {
  readonly field: RuleField;
  readonly value: RuleValue;
  /** True if the list says no more than this value, so that the singular form can take its place. */
  readonly isAlone: boolean;
}

const bad = { sourceAddressPrefix: '', sourceAddressPrefixes: ['VirtualNetwork'] };

export const tagInList: Rule<TagInList> = {
  id: 'tag-in-list',
  title: 'List of addresses in a security rule holds a service tag or *',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [40],
  articles: [{ seed: 'S2', step: '5' }],
  why: `A rule takes several addresses in \`sourceAddressPrefixes\` or \`destinationAddressPrefixes\`, but a service tag and \`*\` only in the
singular property. Azure refuses a list that holds one (SecurityRuleParameterContainsUnsupportedValue), so the deployment fails.`,
  what: `Write the tag in the singular property. Where addresses or further tags are meant as well, write a rule for each tag.`,
  equivalents: {},
  repairs: ['Move the value to the singular property'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({ AllowHttpsInbound: bad }),
    good: groupExample(
      { AllowHttpsInbound: { sourceAddressPrefix: 'VirtualNetwork' } },
      nothingMore,
      'sourceAddressPrefix',
    ),
  },

  find: (rule) => {
    for (const field of ['sourceAddressPrefix', 'destinationAddressPrefix'] as const) {
      const values = valuesOf(rule, field);
      const value = values.find(({ text, index }) => index !== null && isTagOrAny(text));
      if (value === undefined) continue;
      return { certainty: 'certain', facts: { field, value, isAlone: values.length === 1 || isAnyWord(value.text) } };
    }
    return null;
  },

  at: (resource, { value }) => ({ kind: 'value', resource, path: value.path }),

  say: (rule, { field, value, isAlone }) => {
    const advice = isAlone
      ? `Write it in ${lastStep(singularOf(field))}.`
      : `Write a rule for it, with ${lastStep(singularOf(field))}.`;
    return `${lastStep(pluralOf(field))} of ${shownName(rule)} holds ${describe(value.text)}. Azure refuses this in a list of addresses. ${advice}`;
  },

  repair: (rule, { field, value, isAlone }) => {
    if (!isAlone) return [];
    const title = `Move ${value.text} to ${lastStep(singularOf(field))} of ${shownName(rule)}`;
    return [{ title, kind: 'review', opens: true, intents: setField(rule, field, value.text) }];
  },
};

function isTagOrAny(text: string): boolean {
  return isAnyWord(text) || looksLikeServiceTag(text);
}

function describe(text: string): string {
  return isAnyWord(text) ? text : `the service tag ${text}`;
}
