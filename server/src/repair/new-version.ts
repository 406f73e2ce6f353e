/** The apiVersion in which a new resource is declared. */
import { isPreview } from '../azure/api-version.ts';
import { newestVersion } from '../azure/type-versions.ts';
import type { ResourceDeclaration } from '../template/ir.ts';
import { networkApiVersion, type Site } from './site.ts';

/** Those of types that no rule reads, and where the newest stable version isn't the one to use. Source: bicep-types-az. */
const versionInUse: Readonly<Record<string, string>> = {
  'microsoft.network/frontdoorwebapplicationfirewallpolicies': '2024-02-01',
  'microsoft.securityinsights/onboardingstates': '2024-03-01',
  // The stable ones, up to 2016-09-01, know no groups of categories.
  'microsoft.insights/diagnosticsettings': '2021-05-01-preview',
};

const zoneType = 'microsoft.network/privatednszones';
/** The newest stable one. Source: bicep-types-az. */
export const newestZoneVersion = '2024-06-01';

/**
 * That of resources of the same type in the file; for networks one that the file uses for what it belongs to; else the newest stable one, or of a
 * child that no rule reads that of its parent.
 */
export function versionOfNew(site: Site, type: string, neighbour: ResourceDeclaration | null): string | null {
  const folded = type.toLowerCase();
  const same = site.lowered.template.declarations.find(
    (declaration) =>
      declaration.kind === 'resource' && declaration.type.toLowerCase() === folded && isStable(declaration.apiVersion),
  );
  const inUse = versionInUse[folded];
  if (inUse !== undefined) return inUse;
  if (same?.kind === 'resource') return same.apiVersion;
  // Private DNS zones have versions of their own, which their links share.
  if (folded === zoneType) return newestZoneVersion;
  if (folded.startsWith(`${zoneType}/`)) {
    const isOfZone = neighbour?.type.toLowerCase() === zoneType;
    return isOfZone && isStable(neighbour.apiVersion) ? neighbour.apiVersion : newestZoneVersion;
  }
  if (folded.startsWith('microsoft.network/')) return networkApiVersion(site, neighbour === null ? [] : [neighbour]);
  const newest = newestVersion(type);
  if (newest !== null || neighbour === null || !folded.startsWith(`${neighbour.type.toLowerCase()}/`)) return newest;
  return isStable(neighbour.apiVersion) ? neighbour.apiVersion : null;
}

function isStable(version: string | null): boolean {
  return version !== null && !isPreview(version);
}
