/** The apiVersion in which a new resource is declared. */
import { newestVersion } from '../azure/type-versions.ts';
import type { ResourceDeclaration } from '../template/ir.ts';
import { networkApiVersion, type Site } from './site.ts';

/** Where the newest stable version isn't the one to use. Source: bicep-types-az. */
const versionInUse: Readonly<Record<string, string>> = {
  // The stable ones, up to 2016-09-01, know no groups of categories.
  'microsoft.insights/diagnosticsettings': '2021-05-01-preview',
};

/** That of resources of the same type in the file; for networks one that the file uses for what it belongs to; else the newest stable one. */
export function versionOfNew(site: Site, type: string, neighbour: ResourceDeclaration | null): string | null {
  const folded = type.toLowerCase();
  const same = site.lowered.template.declarations.find(
    (declaration) =>
      declaration.kind === 'resource' &&
      declaration.type.toLowerCase() === folded &&
      /^\d{4}-\d\d-\d\d$/.test(declaration.apiVersion ?? ''),
  );
  const inUse = versionInUse[folded];
  if (inUse !== undefined) return inUse;
  if (same?.kind === 'resource') return same.apiVersion;
  if (folded.startsWith('microsoft.network/')) return networkApiVersion(site, neighbour === null ? [] : [neighbour]);
  return newestVersion(type);
}
