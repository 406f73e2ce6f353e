/**
 * Which apiVersion of a resource type can write which property, for the types that rules know (source: Azure/bicep-types-az; see the generated
 * table). A property may come later than its type, leave it, or change its type from one version to the next.
 */
import { canWrite, compareApiVersions, isPreview, type Writability } from './api-version.ts';
import { typeVersionsTable, typeVersionsTexts } from './type-versions.generated.ts';

/** What the schemas say of one property. */
interface Availability extends Writability {
  /** The last apiVersion that can write it; null if the newest can. */
  readonly until: string | null;
  /** The last apiVersions in which it had another type. */
  readonly retyped: readonly string[];
}

interface TypeVersions {
  /** From the oldest to the newest. */
  readonly versions: readonly string[];
  /** By path in lower case. */
  readonly properties: ReadonlyMap<string, Availability>;
}

const rows = new Map(typeVersionsTable.map((row) => [row[0].toLowerCase(), row]));
const read = new Map<string, TypeVersions>();

/** True or false as the schema of the type says; null if it doesn't know the type, the apiVersion or the property. */
export function isWritable(type: string, apiVersion: string, path: string): boolean | null {
  const known = versionsOf(type);
  if (known === null || !known.versions.includes(apiVersion.toLowerCase())) return null;
  const property = known.properties.get(path.toLowerCase());
  return property === undefined ? null : can(property, apiVersion);
}

/**
 * The oldest stable apiVersion, not older than the given one, in which all of `needed` can be written and everything of `used` that could be
 * written before still can, as a value of the same type. The given one itself if it can write them; null if there is none, or if the schemas
 * don't know the type, the apiVersion or a needed property. Paths are dotted and lead through arrays without a mark of their own; `a.*` among
 * those that are used stands for all below `a`.
 */
export function versionToWrite(
  type: string,
  apiVersion: string,
  needed: readonly string[],
  used: readonly string[],
): string | null {
  const known = versionsOf(type);
  const from = apiVersion.toLowerCase();
  if (known === null || !known.versions.includes(from)) return null;
  const wanted = needed.map((path) => known.properties.get(path.toLowerCase()));
  if (wanted.every((property) => property !== undefined && can(property, from))) return apiVersion;
  const candidates = known.versions.filter((version) => !isPreview(version) && compareApiVersions(version, from) > 0);
  const raised = candidates.find(
    (version) =>
      wanted.every((property) => property !== undefined && can(property, version)) &&
      !used.some((path) => isAnyLost(known, path.toLowerCase(), from, version)),
  );
  return raised ?? null;
}

/** The newest stable apiVersion of a type; null if there is none, or the table doesn't know the type. */
export function newestVersion(type: string): string | null {
  return versionsOf(type)?.versions.findLast((version) => !isPreview(version)) ?? null;
}

function isAnyLost(known: TypeVersions, path: string, from: string, to: string): boolean {
  if (!path.endsWith('*')) return isLost(known, path, from, to);
  const above = path.slice(0, -1);
  return [...known.properties.keys()].some((below) => below.startsWith(above) && isLost(known, below, from, to));
}

/** True if a property that the older version can write is gone, or has another type, in the newer one. */
function isLost({ properties }: TypeVersions, path: string, from: string, to: string): boolean {
  const steps = path.split('.');
  return steps.some((_, index) => {
    const property = properties.get(steps.slice(0, index + 1).join('.'));
    if (property === undefined || !can(property, from)) return false;
    const isRetyped = property.retyped.some(
      (last) => compareApiVersions(from, last) <= 0 && compareApiVersions(to, last) > 0,
    );
    return isRetyped || !can(property, to);
  });
}

function can(property: Availability, apiVersion: string): boolean {
  if (property.until !== null && compareApiVersions(apiVersion, property.until) > 0) return false;
  return canWrite(property, apiVersion);
}

function versionsOf(type: string): TypeVersions | null {
  const key = type.toLowerCase();
  const known = read.get(key);
  const row = rows.get(key);
  if (known !== undefined || row === undefined) return known ?? null;
  const [, versionsAt, propertiesAt] = row;
  const versions = (typeVersionsTexts[versionsAt] ?? '').split(' ').map(wholeVersion);
  const properties = new Map<string, Availability>();
  readProperties(typeVersionsTexts[propertiesAt] ?? '', versions, properties);
  const made = { versions, properties };
  read.set(key, made);
  return made;
}

/** 2024-05-01-preview, which the table writes as `240501p`. */
function wholeVersion(short: string): string {
  return short.replace(/^(\d\d)(\d\d)(\d\d)/, '20$1-$2-$3').replace(/p$/, '-preview');
}

/**
 * Reads the compact form of a tree of properties: `name`, marks, and what is below in parentheses, separated by spaces. A mark is a letter and the
 * position of a version: `s` first stable that can write it, `p` first preview, `x` can't, `u` last that can, `t` last with another type. Without
 * `s` and `p` it is as old as what it stands in.
 */
function readProperties(text: string, versions: readonly string[], found: Map<string, Availability>): void {
  const above: { readonly path: string; readonly property: Availability }[] = [];
  let last: { readonly path: string; readonly property: Availability } | null = null;
  for (const [token] of text.matchAll(/[()]|[^\s()]+/g)) {
    if (token === '(' && last !== null) above.push(last);
    else if (token === ')') above.pop();
    else {
      const outer = above.at(-1) ?? null;
      last = propertyOf(token, versions, outer);
      found.set(last.path.toLowerCase(), last.property);
    }
  }
}

function propertyOf(
  token: string,
  versions: readonly string[],
  outer: { readonly path: string; readonly property: Availability } | null,
): { readonly path: string; readonly property: Availability } {
  const [name = '', ...marks] = token.split(',');
  const marked = (letter: string): string[] =>
    marks.filter((mark) => mark.startsWith(letter)).map((mark) => versions[Number(mark.slice(1))] ?? '');
  const path = outer === null ? name : `${outer.path}.${name}`;
  const isOwn = marks.some((mark) => mark.startsWith('s') || mark.startsWith('p'));
  const { since, previewSince } = isOwn
    ? { since: marked('s')[0] ?? null, previewSince: marked('p')[0] ?? null }
    : (outer?.property ?? firstOf(versions));
  return {
    path,
    property: { since, previewSince, except: marked('x'), until: marked('u')[0] ?? null, retyped: marked('t') },
  };
}

/** As old as the type. */
function firstOf(versions: readonly string[]): Pick<Writability, 'since' | 'previewSince'> {
  const since = versions.find((version) => !isPreview(version)) ?? null;
  const previewSince = versions.find(isPreview) ?? null;
  const isEarlier = previewSince !== null && (since === null || previewSince < since);
  return { since, previewSince: isEarlier ? previewSince : null };
}
