import type { ResourceKey } from '../deployment/intent.ts';
import type { Expression } from '../template/ir.ts';
import type { Site } from './site.ts';

/**
 * `environment().suffixes` of the public cloud, for which repairs write zone names.
 * Source: Microsoft Learn, deployment functions of ARM templates, `environment`.
 */
const suffixes: Readonly<Record<string, string>> = {
  acrloginserver: '.azurecr.io',
  keyvaultdns: '.vault.azure.net',
  sqlserverhostname: '.database.windows.net',
  storage: 'core.windows.net',
};

/** Variables that are followed before a name is given up. */
const mostSteps = 16;

/** The name that a declared resource has in the public cloud; null if it depends on more than the cloud. */
export function publicCloudName(site: Site, key: ResourceKey): string | null {
  const declared = site.deployment.declaredAs(key);
  return declared?.kind === 'declaration' ? textOf(site, declared.declaration.resourceName, mostSteps) : null;
}

function textOf(site: Site, expression: Expression, steps: number): string | null {
  if (steps === 0) return null;
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? expression.value : null;
    case 'text':
      return joined(expression.parts.map((part) => (typeof part === 'string' ? part : textOf(site, part, steps - 1))));
    case 'call':
      if (expression.name.toLowerCase() !== 'concat') return null;
      return joined(expression.arguments.map((argument) => textOf(site, argument, steps - 1)));
    case 'name': {
      const fold = (name: string): string => (site.lowered.template.foldNames ? name.toLowerCase() : name);
      for (const declaration of site.lowered.template.declarations) {
        if (fold(declaration.name) !== fold(expression.name)) continue;
        if (declaration.kind === 'variable') return textOf(site, declaration.value, steps - 1);
      }
      return null;
    }
    case 'member':
      return suffixOf(expression);
    default:
      return null;
  }
}

function suffixOf(expression: Expression): string | null {
  const key = memberKey(expression);
  if (key === null || expression.kind !== 'member' || memberKey(expression.target) !== 'suffixes') return null;
  const environment = expression.target.kind === 'member' ? expression.target.target : null;
  const isEnvironment = environment?.kind === 'call' && environment.name.toLowerCase() === 'environment';
  return isEnvironment ? (suffixes[key] ?? null) : null;
}

function memberKey(expression: Expression): string | null {
  if (expression.kind !== 'member' || expression.key.kind !== 'literal') return null;
  return String(expression.key.value).toLowerCase();
}

function joined(parts: readonly (string | null)[]): string | null {
  return parts.every((part) => part !== null) ? parts.join('') : null;
}
