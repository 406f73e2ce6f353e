/**
 * Bicep's own configuration file, as far as it decides which modules are meant: `moduleAliases` and `extends`. Everything else in it is
 * Bicep's business (Microsoft Learn, "Add module settings in the Bicep config file").
 */
import type { Node } from 'jsonc-parser';
import type { Problem } from '../text/problem.ts';
import { isJsoncFault, propertiesOf, propertyOf, readJsonc, spanOfNode } from './jsonc.ts';

/** The name of the file; the nearest one in a file's folder or above it holds. */
export const bicepConfigName = 'bicepconfig.json';

/** What `br/alias:` stands for. A part that is null isn't written down. */
export interface RegistryAlias {
  readonly registry: string | null;
  readonly modulePath: string | null;
}

/** What `ts/alias:` stands for. A part that is null isn't written down. */
export interface TemplateSpecAlias {
  readonly subscription: string | null;
  readonly resourceGroup: string | null;
}

export interface ModuleAliases {
  readonly registries: ReadonlyMap<string, RegistryAlias>;
  readonly templateSpecs: ReadonlyMap<string, TemplateSpecAlias>;
}

/** Bicep's built-in configuration has one alias, `br/public`. A file may give it another meaning. */
export const builtInAliases: ModuleAliases = {
  registries: new Map([['public', { registry: 'mcr.microsoft.com', modulePath: 'bicep' }]]),
  templateSpecs: new Map(),
};

/** One file as read. With a problem, `aliases` is empty: a broken file decides nothing. */
export interface BicepConfig {
  readonly aliases: ModuleAliases;
  /** The file that this one takes its other settings from, relative to it; null if there is none. */
  readonly extends: string | null;
  readonly problem: Problem | null;
}

const noAliases: ModuleAliases = { registries: new Map(), templateSpecs: new Map() };

/** Settings of analyzers are nested a few levels; deeper nesting would only exhaust the stack of the recursive parser. */
const deepestNesting = 200;

/** Reads the text of a bicepconfig.json: JSON with comments and trailing commas. Gives at most one problem, the first. Never throws. */
export function readBicepConfig(text: string): BicepConfig {
  const answer = readJsonc(text, deepestNesting);
  if (isJsoncFault(answer)) {
    const message = `${bicepConfigName} ${answer.fault} Bicep's defaults apply.`;
    return broken({ code: 'bicep-config', message, span: answer.span, severity: 'warning' });
  }
  const { root } = answer;
  if (root?.type !== 'object') return misshaped(root, 'must be an object');
  const extended = propertyOf(root, 'extends');
  const from = typeof extended?.value === 'string' && extended.value.trim() !== '' ? extended.value : null;
  const section = propertyOf(root, 'moduleAliases');
  if (section === undefined) return { aliases: noAliases, extends: from, problem: null };
  if (section.type !== 'object') return misshaped(section, 'moduleAliases must be an object');
  const registries = aliasesIn(section, 'br', ['registry', 'modulePath']);
  if ('problem' in registries) return registries;
  const templateSpecs = aliasesIn(section, 'ts', ['subscription', 'resourceGroup']);
  if ('problem' in templateSpecs) return templateSpecs;
  const aliases: ModuleAliases = {
    registries: mapValues(registries.aliases, ([registry, modulePath]) => ({ registry, modulePath })),
    templateSpecs: mapValues(templateSpecs.aliases, ([subscription, resourceGroup]) => ({
      subscription,
      resourceGroup,
    })),
  };
  return { aliases, extends: from, problem: null };
}

/** The aliases of a file over those that it starts from; an alias of both has the parts that the file writes, and the others from below. */
export function mergedAliases(over: ModuleAliases, below: ModuleAliases): ModuleAliases {
  const registries = new Map(below.registries);
  for (const [name, alias] of over.registries) {
    const known = registries.get(name);
    registries.set(name, {
      registry: alias.registry ?? known?.registry ?? null,
      modulePath: alias.modulePath ?? known?.modulePath ?? null,
    });
  }
  const templateSpecs = new Map(below.templateSpecs);
  for (const [name, alias] of over.templateSpecs) {
    const known = templateSpecs.get(name);
    templateSpecs.set(name, {
      subscription: alias.subscription ?? known?.subscription ?? null,
      resourceGroup: alias.resourceGroup ?? known?.resourceGroup ?? null,
    });
  }
  return { registries, templateSpecs };
}

type Parts = readonly [string | null, string | null];

/** The aliases of one kind with two parts of each, or what is wrong with them. */
function aliasesIn(
  section: Node,
  kind: string,
  [first, second]: readonly [string, string],
): { readonly aliases: ReadonlyMap<string, Parts> } | BicepConfig {
  const node = propertyOf(section, kind);
  const aliases = new Map<string, Parts>();
  if (node === undefined) return { aliases };
  if (node.type !== 'object') return misshaped(node, `moduleAliases.${kind} must be an object`);
  for (const { key, value } of propertiesOf(node)) {
    if (value.type !== 'object') return misshaped(value, 'a module alias must be an object');
    const parts: (string | null)[] = [];
    for (const name of [first, second]) {
      const part = propertyOf(value, name);
      if (part !== undefined && part.type !== 'string' && part.type !== 'null') {
        return misshaped(part, `${name} of a module alias must be a text`);
      }
      parts.push(typeof part?.value === 'string' ? part.value : null);
    }
    aliases.set(key.value, [parts[0] ?? null, parts[1] ?? null]);
  }
  return { aliases };
}

function mapValues<From, To>(map: ReadonlyMap<string, From>, change: (value: From) => To): ReadonlyMap<string, To> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}

function misshaped(node: Node | undefined, demand: string): BicepConfig {
  const span = node === undefined ? { start: 0, end: 0 } : spanOfNode(node);
  const message = `${bicepConfigName} can't be used: ${demand}. Bicep's defaults apply.`;
  return broken({ code: 'bicep-config', message, span, severity: 'warning' });
}

function broken(problem: Problem): BicepConfig {
  return { aliases: noAliases, extends: null, problem };
}
