/** The tier topology view: what a template deploys, by the tier that it belongs to. */
import { isAtLeast, type Severity } from '../config/severity.ts';
import { type TierId, tierIds } from '../config/tiers.ts';
import type { Deployment, FileNode } from '../deployment/deployment.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ResourceView } from '../deployment/view.ts';
import { type Evidence, type Placement, placeInTiers } from '../network/tiers/placement.ts';
import type { Finding, Location } from '../rules/finding.ts';
import { contains } from '../text/span.ts';
import type { Topology, TopologyNode } from './model.ts';
import { type Holder, holdersOf, isSubnet } from './topology-holders.ts';
import { type Canonical, distinctResources, parentOf } from './topology-resources.ts';

/** What tiers are called for people. */
export const tierTitles: Readonly<Record<TierId, string>> = {
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
 * A node holds what stands in it or belongs to it. What traffic doesn't reach, such as role assignments and diagnostic settings, and virtual
 * networks that show by their subnets, are left out; their findings count for the node that they belong to.
 */
export function topologyOf(deployment: Deployment, findings: readonly Finding[]): Omit<Topology, 'matrix'> {
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
    const nodes = ordered.flatMap((resource) => nodesOf(tree, resource, { tier: id, id: '', evidence: [] }));
    return nodes.length === 0 ? [] : [{ id, title: tierTitles[id], nodes }];
  });
  return { path: deployment.file, tiers };
}

interface Tree {
  readonly deployment: Deployment;
  readonly placements: ReadonlyMap<ResourceKey, Placement>;
  /** What is shown under a resource. */
  readonly children: ReadonlyMap<ResourceKey, readonly Held[]>;
  readonly severities: ReadonlyMap<ResourceKey, Severity>;
}

interface Held {
  readonly resource: ResourceView;
  readonly relation: Holder['relation'];
}

function childrenByHolder(
  resources: readonly ResourceView[],
  holders: ReadonlyMap<ResourceKey, readonly Holder[]>,
): ReadonlyMap<ResourceKey, readonly Held[]> {
  const children = new Map<ResourceKey, Held[]>();
  for (const resource of resources) {
    for (const { key, relation } of holders.get(resource.key) ?? []) {
      const known = children.get(key);
      if (known === undefined) children.set(key, [{ resource, relation }]);
      else known.push({ resource, relation });
    }
  }
  return children;
}

/** Where a node stands in the tree: its tier, the id of the node above or '', and what speaks for its place under that node. */
interface Position {
  readonly tier: TierId;
  readonly id: string;
  readonly evidence: readonly Evidence[];
}

/** The node of a resource, or none if its text isn't known. */
function nodesOf(tree: Tree, resource: ResourceView, position: Position): readonly TopologyNode[] {
  const { deployment } = tree;
  const declaration = locationOf(deployment, deployment.extent(resource.key));
  if (declaration === null) return [];
  const id = position.id === '' ? resource.key : `${position.id} > ${resource.key}`;
  const children = (tree.children.get(resource.key) ?? []).flatMap((held) =>
    nodesOf(tree, held.resource, { tier: position.tier, id, evidence: [reasonFor(held.relation, resource)] }),
  );
  const node: TopologyNode = {
    id,
    type: resource.type,
    name: resource.label,
    symbolicName: resource.symbolicName,
    declaration,
    nameToken: locationOf(deployment, deployment.header(resource.key)) ?? declaration,
    evidence: evidenceAt(position, tree.placements.get(resource.key)),
    worst: worstOf([tree.severities.get(resource.key) ?? null, ...children.map((child) => child.worst)]),
    children,
  };
  return [node];
}

function reasonFor(relation: Holder['relation'], holder: ResourceView): Evidence {
  switch (relation) {
    case 'used by':
      return { kind: relation, detail: `${holder.label} uses it.` };
    case 'stands in':
      return { kind: relation, detail: `It stands in ${holder.label}.` };
    case 'belongs to':
      return { kind: relation, detail: `It belongs to ${holder.label}.` };
  }
}

/** What speaks for a node where it stands. What speaks for another tier is left out: a node follows the one that holds it. */
function evidenceAt(position: Position, placement: Placement | undefined): readonly Evidence[] {
  if (placement === undefined) return position.evidence;
  if (position.evidence.length === 0) return placement.evidence;
  const speaks = placement.tier === position.tier;
  const others = placement.evidence.filter(
    ({ kind }) => kind === 'existing' || (speaks && kind !== 'none' && kind !== 'used by'),
  );
  return [...position.evidence, ...others];
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
  holders: ReadonlyMap<ResourceKey, readonly Holder[]>,
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
