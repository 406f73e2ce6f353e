/** The apiVersions of a resource type in which a property can be written, as in its published schema. */
export interface Writability {
  /** First stable apiVersion that can write it; null if only previews can. */
  readonly since: string | null;
  /** First preview that can write it, where that came before `since`, or where there is no stable one. */
  readonly previewSince: string | null;
  /** Versions from there on that can't write it although they are newer: slips of an older specification. */
  readonly except: readonly string[];
}

/** True if a deployment with this apiVersion can write the property. An unknown apiVersion ('') is given the benefit of the doubt. */
export function canWrite(property: Writability, apiVersion: string): boolean {
  if (apiVersion === '') return true;
  if (property.except.some((version) => version.toLowerCase() === apiVersion.toLowerCase())) return false;
  if (property.since !== null && dateOf(apiVersion) >= property.since) return true;
  if (!isPreview(apiVersion) || property.previewSince === null) return false;
  return compareApiVersions(apiVersion, property.previewSince) >= 0;
}

/** The apiVersion from which the property can be written, for messages: the stable one if there is one. */
export function firstWritableVersion(property: Writability): string | null {
  return property.since ?? property.previewSince;
}

/** Negative if `a` is older than `b`, positive if newer. A preview sorts after the stable version of the same day. */
export function compareApiVersions(a: string, b: string): number {
  return compareText(dateOf(a), dateOf(b)) || compareText(a.toLowerCase(), b.toLowerCase());
}

/** True for anything that isn't a bare date: `2023-05-01-preview`, `2020-01-13-privatepreview`. */
export function isPreview(apiVersion: string): boolean {
  return !/^\d{4}-\d{2}-\d{2}$/.test(apiVersion);
}

function dateOf(apiVersion: string): string {
  return apiVersion.slice(0, 'yyyy-mm-dd'.length);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
