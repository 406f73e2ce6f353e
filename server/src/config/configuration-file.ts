import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Problem } from '../text/problem.ts';
import { type Span, spanOf } from '../text/span.ts';
import { type Configuration, defaultConfiguration } from './configuration.ts';
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
const knownKeys = ['$schema', 'rules'];

/** Token numbers of jsonc-parser's scanner, which declares them as an enum that exists only while compiling. */
const [opensObject, closesObject, opensArray, closesArray, endOfFile] = [1, 2, 3, 4, 17];

/**
 * Reads the text of a configuration file: JSON with comments and trailing commas. Gives at most one error, the first; each unknown key and
 * unknown rule is a warning, and the rest of the file holds.
 * @param ruleIds the ids of all rules.
 */
export function readConfigurationFile(text: string, ruleIds: readonly string[]): ConfigurationFile {
  const tooDeep = firstTooDeep(text);
  if (tooDeep) return broken(tooDeep, 'The configuration is nested too deeply.');

  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const firstError = errors[0];
  if (firstError) {
    const span = spanOf(firstError.offset, firstError.offset + firstError.length);
    return broken(span, `The configuration is not valid JSON: ${readable(firstError)}.`);
  }
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

  const rulesNode = propertiesOf(root).find(({ key }) => key.value === 'rules')?.value;
  if (!rulesNode) return { configuration: defaultConfiguration, problems };
  if (rulesNode.type !== 'object') {
    return broken(spanOfNode(rulesNode), 'rules must be an object of rule ids and their settings.');
  }

  const rules: Record<string, RuleSetting> = {};
  for (const { key, value } of propertiesOf(rulesNode)) {
    const setting: unknown = value.value;
    if (!isRuleSetting(setting)) {
      return broken(spanOfNode(value), `A rule is set to one of ${ruleSettings.join(', ')}.`);
    }
    if (ruleIds.includes(key.value)) rules[key.value] = setting;
    else problems.push(warning(key, `No rule is called ${quoted(key.value)}.`));
  }
  return { configuration: { rules }, problems };
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
      rules: {
        description: 'Per rule: another severity, or "off".',
        type: 'object',
        additionalProperties: false,
        properties,
      },
    },
    allowComments: true,
    allowTrailingCommas: true,
  };
}

function isRuleSetting(value: unknown): value is RuleSetting {
  return value === 'off' || isSeverity(value);
}

/** The first bracket that opens a level too many, or null. The scanner is iterative, so this never overflows. */
function firstTooDeep(text: string): Span | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== endOfFile; token = scanner.scan()) {
    if (token === opensObject || token === opensArray) depth++;
    if (token === closesObject || token === closesArray) depth--;
    if (depth > deepestNesting) return spanOf(scanner.getTokenOffset(), scanner.getTokenOffset() + 1);
  }
  return null;
}

/** The properties that have a name and a value; others are syntax errors and reported as such. */
function propertiesOf(node: Node): { key: Node & { value: string }; value: Node }[] {
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key && value ? [{ key: key as Node & { value: string }, value }] : [];
  });
}

/** `CommaExpected` as `comma expected`. */
function readable(error: ParseError): string {
  return printParseErrorCode(error.error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
}

function spanOfNode(node: Node): Span {
  return spanOf(node.offset, node.offset + node.length);
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

function broken(span: Span, message: string): ConfigurationFile {
  const problem: Problem = { code: 'configuration', message, span, severity: 'error' };
  return { configuration: defaultConfiguration, problems: [problem] };
}

function warning(node: Node, message: string): Problem {
  return { code: 'configuration', message, span: spanOfNode(node), severity: 'warning' };
}
