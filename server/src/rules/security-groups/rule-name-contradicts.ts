/** Rules are read by their names, so these must not say the opposite. */
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { rulesOfGroup } from '../../network/reading/rule-siblings.ts';
import { groupExample } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

interface Contradiction {
  /** The word of the name, as it stands there, and what the rule does instead. */
  readonly word: string;
  readonly does: string;
  /** The name that says what the rule does. */
  readonly fitting: string;
}

export const ruleNameContradicts: Rule<Contradiction> = {
  id: 'rule-name-contradicts',
  title: 'Name of a security rule says the opposite of what it does',
  principle: 'verify-explicitly',
  severity: 'hint',
  rows: [71, 72, 73],
  articles: [{ seed: 'S2', step: '5' }],
  why: `Who reads a list of rules reads names first. A rule that is called Inbound and filters outbound traffic, or Allow and denies, hides what
is open. Most often it is a copy of another rule that wasn't changed throughout, so the other fields deserve a look as well. The articles have such
slips themselves.`,
  what: `Rename the rule, or change the field that contradicts its name, whichever was meant.`,
  equivalents: {},
  repairs: ['Rename the rule'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({ AllowSqlInbound: { direction: 'Outbound', destinationPortRange: '1433' } }),
    good: groupExample({ AllowSqlOutbound: { direction: 'Outbound', destinationPortRange: '1433' } }),
  },

  find: (rule) => {
    const { name } = rule;
    const own = name.slice(name.lastIndexOf('/') + 1);
    const { direction, access } = readSecurityRule(rule);
    const facts =
      contradiction(own, direction, ['Inbound', 'Outbound'], endOf) ??
      contradiction(own, access, ['Allow', 'Deny'], beginningOf);
    return facts === null ? null : { certainty: 'certain', facts };
  },

  at: (resource) => ({ kind: 'header', resource }),

  say: (rule, { word, does, fitting }) =>
    `${shownName(rule)} has ${word} in its name, but ${does}. Call it ${fitting}, or change the rule if its name says what was meant.`,

  repair: (rule, { fitting }) => {
    const group = rule.parent();
    // A child resource by another name is a second rule beside the first, with its priority.
    if (!rule.isElement || group === null) return [];
    if (rulesOfGroup(group).rules.some(({ label }) => label.toLowerCase() === fitting.toLowerCase())) return [];
    return [
      {
        title: `Rename ${shownName(rule)} to ${fitting}`,
        kind: 'review',
        intents: [{ kind: 'set', resource: rule.key, path: 'name', value: fitting }],
      },
    ];
  },
};

/** What is wrong with a name in which an expression finds the opposite of what the rule does; null if it doesn't. */
function contradiction(
  name: string,
  actual: string,
  words: readonly [string, string],
  expressionOf: (word: string) => RegExp,
): Contradiction | null {
  const opposite = words.find((word) => word !== actual) ?? '';
  const [, before = '', word = '', after = ''] = expressionOf(opposite).exec(name) ?? [];
  if (word === '') return null;
  return { word, does: phraseOf(actual), fitting: `${before}${inCaseOf(word, actual)}${after}` };
}

/** A direction stands at the end of a name, where it isn't the name of something, as in `AllowInboundProxyOutbound`. */
function endOf(word: string): RegExp {
  return new RegExp(`^(.*(?:[a-z0-9]|[-_.]))(${word}|${word.toLowerCase()}|${word.toUpperCase()})()$`);
}

function beginningOf(word: string): RegExp {
  return new RegExp(`^()(${word}|${word.toLowerCase()}|${word.toUpperCase()})([-_.A-Z].*)$`);
}

function inCaseOf(word: string, wanted: string): string {
  if (word === word.toLowerCase()) return wanted.toLowerCase();
  return word === word.toUpperCase() ? wanted.toUpperCase() : wanted;
}

function phraseOf(actual: string): string {
  switch (actual) {
    case 'Inbound':
    case 'Outbound':
      return `filters ${actual.toLowerCase()} traffic`;
    default:
      return actual === 'Deny' ? 'denies' : 'allows';
  }
}
