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
  readonly t?: string;
  readonly enum?: readonly string[];
  /** True if the schema admits no other string than those of `enum`. */
  readonly closed?: boolean;
  readonly items?: PropertyNode;
  /** What properties of any name are like. */
  readonly extra?: PropertyNode;
  /** A type whose `properties` these are, or with `#` a path of this file. */
  readonly ref?: string;
  /** Other types that it had, each with the last version. */
  readonly was?: Readonly<Record<string, string>>;
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
  readonly gone?: Readonly<Record<string, FormerProperty>>;
  readonly previewPaths?: TypeDocument['gone'];
}

/** When a property could be written that can't be any more. */
interface FormerProperty {
  readonly first: string;
  readonly last: string;
  readonly not?: readonly string[];
  readonly also?: readonly string[];
}

export interface TypeSchema {
  readonly type: string;
  /** All apiVersions, stable ones first. */
  readonly versions: readonly string[];
  /** The known values of the property at the path, or null. */
  values(propertyPath: string): readonly string[] | null;
  /** The values that the property at the path admits, or null if it takes others too. */
  admitted(propertyPath: string): readonly string[] | null;
  /** True if this apiVersion can write the property at the dotted path; `[]` is an element of an array, as in `rules[].name`. */
  writable(apiVersion: string, propertyPath: string): boolean;
  /** All paths that some version can write; what stands under any name is left out. */
  readonly paths: readonly string[];
  /** The last versions in which the property had another type. */
  retyped(propertyPath: string): readonly string[];
}

/** Documents that were read, by folder and type; null for types that aren't there. */
const documents = new Map<string, TypeDocument | null>();

function readDocument(folder: string, type: string): TypeDocument | null {
  const key = `${folder}\n${type.toLowerCase()}`;
  const known = documents.get(key);
  if (known !== undefined) return known;
  const index = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as {
    types: { type: string; file: string }[];
  };
  const entry = index.types.find((candidate) => candidate.type.toLowerCase() === type.toLowerCase());
  const document = entry && (JSON.parse(readFileSync(path.join(folder, entry.file), 'utf8')) as TypeDocument);
  documents.set(key, document ?? null);
  return document ?? null;
}

/** The schema of a type, or null if the corpus lacks it. `folder` is the folder azure-types. */
export function readTypeSchema(folder: string, type: string): TypeSchema | null {
  if (!existsSync(path.join(folder, 'index.json'))) return null;
  const document = readDocument(folder, type);
  if (document === null) return null;
  const known = new Map<string, readonly PropertyNode[] | null>();
  const nodesAt = (propertyPath: string): readonly PropertyNode[] | null => {
    const found = known.get(propertyPath);
    if (found !== undefined) return found;
    const nodes = nodesTo(folder, document, propertyPath);
    known.set(propertyPath, nodes);
    return nodes;
  };
  return {
    type: document.type,
    versions: [...(document.versions.stable ?? []), ...(document.versions.preview ?? [])],
    values: (propertyPath) => nodesAt(propertyPath)?.at(-1)?.enum ?? null,
    admitted: (propertyPath) => {
      const last = nodesAt(propertyPath)?.at(-1);
      return last?.closed === true ? (last.enum ?? null) : null;
    },
    writable: (apiVersion, propertyPath) => isWritable(document, nodesAt(propertyPath), apiVersion, propertyPath),
    get paths() {
      return pathsOf(document);
    },
    retyped: (propertyPath) => Object.values(nodesAt(propertyPath)?.at(-1)?.was ?? {}),
  };
}

function pathsOf(document: TypeDocument): readonly string[] {
  /** By name in lower case; what was an array once and isn't any more counts as what it is. */
  const paths = new Map<string, string>();
  const add = (path: string): boolean => {
    const name = path.replaceAll('[]', '').toLowerCase();
    const isNew = !paths.has(name);
    if (isNew) paths.set(name, path);
    return isNew;
  };
  const pending = [{ node: rootOf(document), path: '' }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    let { node, path: holder } = next;
    for (; node.items !== undefined; node = node.items) holder += '[]';
    for (const shape of [node, ...Object.values(node.variants ?? {})]) {
      for (const [name, member] of Object.entries(shape.props ?? {})) {
        const path = holder === '' ? name : `${holder}.${name}`;
        if (!member.ro && add(path)) pending.push({ node: member, path });
      }
    }
  }
  for (const former of [document.gone, document.previewPaths]) {
    for (const path of Object.keys(former ?? {}).map(withoutVariants)) if (!/[*']/.test(path)) add(path);
  }
  return [...paths.values()].sort();
}

function withoutVariants(path: string): string {
  return path.replace(/\{[^}]*\}/g, '').replace(/^\./, '');
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

function isWritable(
  document: TypeDocument,
  nodes: readonly PropertyNode[] | null,
  apiVersion: string,
  propertyPath: string,
): boolean {
  if (nodes && !nodes.some((node) => node.ro)) {
    if (nodes.some((node) => node.absent?.includes(apiVersion))) return false;
    if (since(document, nodes, apiVersion)) return true;
  }
  return [document.gone, document.previewPaths].some((former) => wasWritable(former, apiVersion, propertyPath));
}

/** True if the path, or one above it, stands in a list of what newer versions lack, for this version. */
function wasWritable(former: TypeDocument['gone'], apiVersion: string, propertyPath: string): boolean {
  const path = propertyPath.toLowerCase();
  return Object.entries(former ?? {}).some(([written, { first, last, not, also }]) => {
    const gone = withoutVariants(written).toLowerCase();
    if (path !== gone && !path.startsWith(`${gone}.`) && !path.startsWith(`${gone}[`)) return false;
    if (also?.includes(apiVersion)) return true;
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
function nodesTo(folder: string, document: TypeDocument, propertyPath: string): readonly PropertyNode[] | null {
  const root = rootOf(document);
  return nodesBelow({ folder, root }, root, propertyPath.replaceAll('[]', '.[]').split('.'));
}

function rootOf({ properties, variants }: TypeDocument): PropertyNode {
  return { props: properties, ...(variants && { variants }) };
}

interface Tree {
  readonly folder: string;
  readonly root: PropertyNode;
}

function nodesBelow(tree: Tree, node: PropertyNode, steps: readonly string[]): readonly PropertyNode[] | null {
  const [first, ...rest] = steps;
  if (first === undefined) return [];
  const referred = node.ref === undefined ? null : nodeReferredTo(tree, node.ref);
  if (referred !== null) return nodesBelow(referred.tree, referred.node, steps);
  for (const shape of [node, ...Object.values(node.variants ?? {})]) {
    const member = first === '[]' ? shape.items : propertyNamed(shape, first);
    const below = member && nodesBelow(tree, member, rest);
    if (member && below) return [member, ...below];
  }
  return null;
}

function propertyNamed({ props, extra }: PropertyNode, name: string): PropertyNode | undefined {
  const found = Object.entries(props ?? {}).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  return found ?? extra;
}

function nodeReferredTo(tree: Tree, reference: string): { readonly tree: Tree; readonly node: PropertyNode } | null {
  if (reference.startsWith('#')) {
    const node = nodesBelow(tree, tree.root, reference.slice(1).replaceAll('[]', '.[]').split('.'))?.at(-1);
    return node === undefined ? null : { tree, node };
  }
  const document = readDocument(tree.folder, reference);
  const node = document?.properties.properties;
  return document && node ? { tree: { folder: tree.folder, root: { props: document.properties } }, node } : null;
}
