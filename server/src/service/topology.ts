/** The tier topology view: what a template deploys, by the tier that it belongs to. */
import { isAtLeast, type Severity } from '../config/severity.ts';
import type { Deployment, FileNode } from '../deployment/deployment.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ResourceView } from '../deployment/view.ts';
import { type Placement, placeInTiers, type TierId, tierIds } from '../network/tiers.ts';
import type { Finding, Location } from '../rules/finding.ts';
import { contains } from '../text/span.ts';
import type { Topology, TopologyNode } from './model.ts';
import { holdersOf, isSubnet } from './topology-holders.ts';
import { type Canonical, distinctResources, parentOf } from './topology-resources.ts';

const titles: Readonly<Record<TierId, string>> = {
  gateway: 'Gateway',
  web: 'Front end',
  app: 'App',
  data: 'Data',
  endpoints: 'Private endpoints',
  egress: 'Egress',
  management: 'Management',
  hub: 'Hub',
  unassigned: 'Unassigned',
};

/**
 * The tiers of a deployment in the order in which traffic meets them, each with its subnets first and then the resources that stand in none.
 * A node holds what stands in it or belongs to it. What says nothing about the network, such as role assignments and diagnostic settings, and
 * virtual networks that show by their subnets, are left out; their findings count for the node that they belong to.
 */
export function topologyOf(deployment: Deployment, findings: readonly Finding[]): Topology {
  const { resources, canonical } = distinctResources(deployment);
  const holders = holdersOf(resources, canonical);
  const tree: Tree = {
    deployment,
    placements: placeInTiers(resources),
    children: childrenByHolder(resources, holders),
    severities: worstByResource(deployment, resources, holders, canonical, findings),
  };
  const tops = resources.filter((resource) => holders.get(resource.key)?.length === 0);
  const tiers = tierIds.flatMap((id) => {
    const own = tops.filter((resource) => tree.placements.get(resource.key)?.tier === id);
    const ordered = [...own.filter(isSubnet), ...own.filter((resource) => !isSubnet(resource))];
    const nodes = ordered.flatMap((resource) => nodesOf(tree, resource, ''));
    return nodes.length === 0 ? [] : [{ id, title: titles[id], nodes }];
  });
  return { path: deployment.file, tiers };
}

interface Tree {
  readonly deployment: Deployment;
  readonly placements: ReadonlyMap<ResourceKey, Placement>;
  /** What is shown under a resource. */
  readonly children: ReadonlyMap<ResourceKey, readonly ResourceView[]>;
  readonly severities: ReadonlyMap<ResourceKey, Severity>;
}

function childrenByHolder(
  resources: readonly ResourceView[],
  holders: ReadonlyMap<ResourceKey, readonly ResourceKey[]>,
): ReadonlyMap<ResourceKey, readonly ResourceView[]> {
  const children = new Map<ResourceKey, ResourceView[]>();
  for (const resource of resources) {
    for (const holder of holders.get(resource.key) ?? []) {
      const known = children.get(holder);
      if (known === undefined) children.set(holder, [resource]);
      else known.push(resource);
    }
  }
  return children;
}

/** The node of a resource, or none if its text isn't known. `within` is the id of the node that holds it. */
function nodesOf(tree: Tree, resource: ResourceView, within: string): readonly TopologyNode[] {
  const { deployment } = tree;
  const declaration = locationOf(deployment, deployment.extent(resource.key));
  if (declaration === null) return [];
  const id = within === '' ? resource.key : `${within} > ${resource.key}`;
  const children = (tree.children.get(resource.key) ?? []).flatMap((child) => nodesOf(tree, child, id));
  const node: TopologyNode = {
    id,
    type: resource.type,
    name: resource.label,
    symbolicName: resource.symbolicName,
    declaration,
    nameToken: locationOf(deployment, deployment.header(resource.key)) ?? declaration,
    evidence: tree.placements.get(resource.key)?.evidence ?? [],
    worst: worstOf([tree.severities.get(resource.key) ?? null, ...children.map((child) => child.worst)]),
    children,
  };
  return [node];
}

/** Where a node of a file stands; null without a node. */
function locationOf(deployment: Deployment, at: FileNode | null): Location | null {
  const span = at && deployment.files.get(at.file)?.spans.spanOf(at.node);
  return at && span ? { file: at.file, span } : null;
}

/** The worst severity of each resource's findings; those of what isn't shown count for the resource that holds it. */
function worstByResource(
  deployment: Deployment,
  resources: readonly ResourceView[],
  holders: ReadonlyMap<ResourceKey, readonly ResourceKey[]>,
  canonical: Canonical,
  findings: readonly Finding[],
): ReadonlyMap<ResourceKey, Severity> {
  const byName = new Map<string, ResourceView[]>();
  for (const resource of resources) {
    const name = identifier(resource.type, resource.label, resource.symbolicName);
    byName.set(name, [...(byName.get(name) ?? []), resource]);
  }
  const byKey = new Map(resources.map((resource) => [resource.key, resource]));
  const worst = new Map<ResourceKey, Severity>();
  for (const finding of findings) {
    const { type, name, symbolicName } = finding.resource;
    const named = byName.get(identifier(type, name, symbolicName)) ?? [];
    let resource = standingAt(deployment, named, finding.at) ?? named[0];
    while (resource && !holders.has(resource.key)) {
      const parent = parentOf(resource);
      resource = parent ? byKey.get(canonical(parent.key)) : undefined;
    }
    if (!resource) continue;
    worst.set(resource.key, worstOf([finding.severity, worst.get(resource.key) ?? null]) ?? finding.severity);
  }
  return worst;
}

function identifier(type: string, name: string, symbolicName: string | null): string {
  return JSON.stringify([type.toLowerCase(), name, symbolicName]);
}

/** Of several resources with one name, that in whose text the place lies. */
function standingAt(
  deployment: Deployment,
  resources: readonly ResourceView[],
  at: Location,
): ResourceView | undefined {
  return resources.find((resource) => {
    const extent = locationOf(deployment, deployment.extent(resource.key));
    return extent !== null && extent.file === at.file && contains(extent.span, at.span);
  });
}

function worstOf(severities: readonly (Severity | null)[]): Severity | null {
  let worst: Severity | null = null;
  for (const severity of severities) {
    if (severity !== null && (worst === null || isAtLeast(severity, worst))) worst = severity;
  }
  return worst;
}
