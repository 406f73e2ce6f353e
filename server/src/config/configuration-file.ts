import type { Node } from 'jsonc-parser';
import type { Problem } from '../text/problem.ts';
import { type Span, spanOf } from '../text/span.ts';
import { type Configuration, defaultConfiguration } from './configuration.ts';
import { contractSchema, readContract } from './contract-setting.ts';
import {
  isJsoncFault,
  type JsoncFault,
  propertiesOf,
  propertyOf,
  readJsonc,
  repeatedKeys,
  spanOfNode,
} from './jsonc.ts';
import { readModuleMappings } from './module-mapping.ts';
import { isProfile, type Profile, profilePurposes, profiles } from './profiles.ts';
import { currentId, type RuleNames } from './rule-names.ts';
import { isSeverity, type RuleSetting, severities } from './severity.ts';

/** The name of the configuration file; the nearest one in a file's folder or above it holds. */
export const configurationFileName = 'zerotrust.config.json';

/** A configuration file as read. With an error among the problems, `configuration` is the default one: a broken file decides nothing. */
export interface ConfigurationFile {
  readonly configuration: Configuration;
  readonly problems: readonly Problem[];
}

/** A configuration is flat; deeper nesting would only exhaust the stack of the recursive parser. */
const deepestNesting = 50;
const ruleSettings: readonly RuleSetting[] = ['off', ...severities];
const knownKeys = ['$schema', 'profile', 'rules', 'modules', 'tiers', 'flows'];

/**
 * Reads the text of a configuration file: JSON with comments and trailing commas. Gives all errors in its tiers and flows, else the first error;
 * each unknown key and unknown rule and what is written twice is a warning, and the rest of the file holds.
 * @param names those of all rules.
 */
export function readConfigurationFile(text: string, names: RuleNames): ConfigurationFile {
  const answer = readJsonc(text, deepestNesting);
  if (isJsoncFault(answer)) return broken(answer.span, `The configuration ${answer.fault}`);
  const { root } = answer;
  if (root?.type !== 'object') {
    return broken(
      root ? spanOfNode(root) : spanOf(0, 0),
      'The configuration must be an object, such as { "rules": {} }.',
    );
  }

  const problems: Problem[] = [];
  for (const { key } of propertiesOf(root)) {
    if (knownKeys.includes(key.value)) continue;
    problems.push(
      warning(key, `Nothing is called ${quoted(key.value)} in a configuration. Known: ${knownKeys.join(', ')}.`),
    );
  }
  for (const key of repeatedKeys(root)) {
    problems.push(warning(key, `${quoted(key.value)} is given twice: the last one counts.`));
  }

  const rulesNode = propertyOf(root, 'rules');
  const read = rulesNode === undefined ? { rules: {} } : readRules(rulesNode, names, problems);
  if (isJsoncFault(read)) return broken(read.span, read.fault);
  const { rules } = read;
  const profile = readProfile(root);
  if (isJsoncFault(profile)) return broken(profile.span, profile.fault);
  const { contract, faults, repetitions } = readContract(root);
  problems.push(...repetitions.map(({ fault, span }) => problemAt(span, fault, 'warning')));
  if (faults.length > 0) {
    const all = [...problems, ...faults.map(errorOf)].sort((one, other) => one.span.start - other.span.start);
    return { configuration: defaultConfiguration, problems: all };
  }
  const modulesNode = propertyOf(root, 'modules');
  const modules = modulesNode === undefined ? null : readModuleMappings(modulesNode);
  if (modules !== null && 'fault' in modules) return broken(modules.span, modules.fault);
  const declares = contract.flows !== null || contract.tiers.length > 0;
  const configuration = {
    ...profile,
    rules,
    ...(modules === null ? {} : { modules }),
    ...(declares ? { contract } : {}),
  };
  return { configuration, problems };
}

/** The settings of rules, or the first fault. What no rule is called is left out and told. */
function readRules(
  node: Node,
  names: RuleNames,
  problems: Problem[],
): { readonly rules: Record<string, RuleSetting> } | JsoncFault {
  if (node.type !== 'object') {
    return { fault: 'rules must be an object of rule ids and their settings.', span: spanOfNode(node) };
  }
  const rules: Record<string, RuleSetting> = {};
  for (const { key, value } of propertiesOf(node)) {
    const setting: unknown = value.value;
    if (!isRuleSetting(setting)) {
      return { fault: `A rule is set to one of ${ruleSettings.join(', ')}.`, span: spanOfNode(value) };
    }
    const id = currentId(names, key.value);
    if (id === null) problems.push(warning(key, `No rule is called ${quoted(key.value)}.`));
    else rules[id] = setting;
  }
  return { rules };
}

/** The profile that the file chooses, as a part of the configuration. */
function readProfile(root: Node): { readonly profile?: Profile } | JsoncFault {
  const node = propertyOf(root, 'profile');
  if (node === undefined) return {};
  const name: unknown = node.value;
  if (isProfile(name)) return { profile: name };
  return { fault: `The profile is one of ${profiles.join(', ')}.`, span: spanOfNode(node) };
}

/** The JSON schema of a configuration file, for completion in editors. */
export function configurationSchema(rules: readonly { readonly id: string; readonly title: string }[]): object {
  const properties = Object.fromEntries(
    rules.map((rule) => [rule.id, { description: rule.title, enum: ruleSettings }] as const),
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Zero Trust for Azure: configuration',
    description: `Settings of ${configurationFileName}. The nearest file in a template's folder or above it holds.`,
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      profile: {
        description: 'The set of rules that is on. A rule set under "rules" is on in any.',
        enum: profiles,
        enumDescriptions: profiles.map((profile) => profilePurposes[profile]),
        default: profiles[0],
      },
      rules: {
        description: 'Per rule: another severity, or "off".',
        type: 'object',
        additionalProperties: false,
        properties,
      },
      modules: {
        description:
          'Where the sources of modules lie: the start of their references, such as "br/public:avm/", and a folder relative to this file. The rest of a reference is a folder below it, in which main.bicep is read; its version is ignored.',
        type: 'object',
        additionalProperties: false,
        patternProperties: { '^(br|ts)[:/]': { type: 'string', minLength: 1, pattern: '^[^\\\\]+$' } },
      },
      ...contractSchema(),
    },
    allowComments: true,
    allowTrailingCommas: true,
  };
}

function isRuleSetting(value: unknown): value is RuleSetting {
  return value === 'off' || isSeverity(value);
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

function broken(span: Span, message: string): ConfigurationFile {
  return { configuration: defaultConfiguration, problems: [errorOf({ fault: message, span })] };
}

function errorOf({ fault, span }: JsoncFault): Problem {
  return problemAt(span, fault, 'error');
}

function warning(node: Node, message: string): Problem {
  return problemAt(spanOfNode(node), message, 'warning');
}

function problemAt(span: Span, message: string, severity: 'error' | 'warning'): Problem {
  return { code: 'configuration', message, span, severity };
}
