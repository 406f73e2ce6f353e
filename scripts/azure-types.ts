/**
 * Reads the corpus `azure-types`: which property of a resource type can be written in which apiVersion. Its README has the format. Used by
 * the generator of the private link table and by the conformance test of the facts.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compareApiVersions, isPreview, type Writability } from '../server/src/azure/api-version.ts';

/** The part of a property node that says when it can be written. */
interface PropertyNode {
  readonly ro?: boolean;
  readonly since?: string;
  readonly pre?: string;
  readonly absent?: readonly string[];
  readonly enum?: readonly string[];
  readonly props?: Readonly<Record<string, PropertyNode>>;
  readonly variants?: Readonly<Record<string, PropertyNode>>;
}

interface TypeDocument extends PropertyNode {
  readonly type: string;
  readonly versions: { readonly stable?: readonly string[]; readonly preview?: readonly string[] };
  readonly latestStable: string | null;
  readonly previewOnly?: boolean;
  readonly previewTree?: boolean;
  readonly firstVersion?: string;
  readonly firstPreview?: string;
  readonly properties: Readonly<Record<string, PropertyNode>>;
  readonly gone?: Readonly<Record<string, { first: string; last: string; not?: readonly string[] }>>;
  readonly previewPaths?: TypeDocument['gone'];
}

export interface TypeSchema {
  readonly type: string;
  /** All apiVersions, stable ones first. */
  readonly versions: readonly string[];
  /** The known values of the property at the path, or null. */
  values(propertyPath: string): readonly string[] | null;
  /** True if this apiVersion can write the property at the dotted path. */
  writable(apiVersion: string, propertyPath: string): boolean;
}

/** The schema of a type, or null if the corpus lacks it. `folder` is the folder azure-types. */
export function readTypeSchema(folder: string, type: string): TypeSchema | null {
  const indexFile = path.join(folder, 'index.json');
  if (!existsSync(indexFile)) return null;
  const index = JSON.parse(readFileSync(indexFile, 'utf8')) as { types: { type: string; file: string }[] };
  const entry = index.types.find((candidate) => candidate.type.toLowerCase() === type.toLowerCase());
  if (!entry) return null;
  const document = JSON.parse(readFileSync(path.join(folder, entry.file), 'utf8')) as TypeDocument;
  return {
    type: document.type,
    versions: [...(document.versions.stable ?? []), ...(document.versions.preview ?? [])],
    values: (propertyPath) => nodesTo(document, propertyPath)?.at(-1)?.enum ?? null,
    writable: (apiVersion, propertyPath) => isWritable(document, apiVersion, propertyPath),
  };
}

/** What the schema says of a property, in the form of the facts: computed from the answers for all versions of the type. */
export function writabilityOf(schema: TypeSchema, propertyPath: string): Writability | null {
  const writable = schema.versions.filter((version) => schema.writable(version, propertyPath)).sort(compareApiVersions);
  const since = writable.find((version) => !isPreview(version)) ?? null;
  const firstPreview = writable.find(isPreview) ?? null;
  if (since === null && firstPreview === null) return null;
  const previewSince = firstPreview !== null && (since === null || firstPreview < since) ? firstPreview : null;
  const except = schema.versions.filter((version) => {
    if (schema.writable(version, propertyPath)) return false;
    if (since !== null && version.slice(0, 10) >= since) return true;
    return isPreview(version) && previewSince !== null && compareApiVersions(version, previewSince) >= 0;
  });
  return { since, previewSince, except };
}

function isWritable(document: TypeDocument, apiVersion: string, propertyPath: string): boolean {
  const nodes = nodesTo(document, propertyPath);
  if (nodes && !nodes.some((node) => node.ro)) {
    if (nodes.some((node) => node.absent?.includes(apiVersion))) return false;
    if (since(document, nodes, apiVersion)) return true;
  }
  return [document.gone, document.previewPaths].some((former) => wasWritable(former, apiVersion, propertyPath));
}

/** True if the path, or one above it, stands in a list of what newer versions lack, for this version. */
function wasWritable(former: TypeDocument['gone'], apiVersion: string, propertyPath: string): boolean {
  return Object.entries(former ?? {}).some(([gone, { first, last, not }]) => {
    if (propertyPath !== gone && !propertyPath.startsWith(`${gone}.`)) return false;
    if (not?.includes(apiVersion)) return false;
    return compareApiVersions(apiVersion, first) >= 0 && compareApiVersions(apiVersion, last) <= 0;
  });
}

function since(document: TypeDocument, nodes: readonly PropertyNode[], apiVersion: string): boolean {
  const nearest = nodes.findLast((node) => node.since !== undefined || node.pre !== undefined);
  const first = nearest?.since ?? document.firstVersion;
  const preview = nearest ? nearest.pre : document.firstPreview;
  if (document.previewOnly || document.previewTree)
    return first !== undefined && compareApiVersions(apiVersion, first) >= 0;
  if (first !== undefined && apiVersion.slice(0, 10) >= first) return true;
  return isPreview(apiVersion) && preview !== undefined && compareApiVersions(apiVersion, preview) >= 0;
}

/** The nodes along a path, the last being the property; null if the tree lacks it. Variants are entered without naming them. */
function nodesTo(document: TypeDocument, propertyPath: string): readonly PropertyNode[] | null {
  const root = { props: document.properties, ...(document.variants && { variants: document.variants }) };
  return nodesBelow(root, propertyPath.split('.'));
}

function nodesBelow(node: PropertyNode, steps: readonly string[]): readonly PropertyNode[] | null {
  const [first, ...rest] = steps;
  if (first === undefined) return [];
  for (const shape of [node, ...Object.values(node.variants ?? {})]) {
    const member = Object.entries(shape.props ?? {}).find(([key]) => key.toLowerCase() === first.toLowerCase())?.[1];
    const below = member && nodesBelow(member, rest);
    if (member && below) return [member, ...below];
  }
  return null;
}
