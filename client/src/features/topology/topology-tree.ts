import type {
  TierFlowDto,
  TopologyNodeDto,
  TopologyResult,
  TopologyTierDto,
} from '../../../../server/src/lsp/protocol.ts';
import { resourceKind, tierIcon } from './resource-kinds.ts';

export type Severity = NonNullable<TopologyNodeDto['worst']>;

/** The gravest first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

export type SourceRange = TopologyNodeDto['range'];

/** An element of the tree with everything that the view shows of it, as plain data. */
interface TopologyElementBase {
  /** The same element has the same id after a refresh, which keeps it expanded and selected. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Markdown; names and details of the template are escaped. */
  readonly tooltip: string;
  /** What a screen reader says. */
  readonly accessibleLabel: string;
  readonly icon: string;
  readonly worst: Severity | null;
  readonly parent: TopologyElement | null;
  readonly children: readonly TopologyElement[];
}

export interface TierElement extends TopologyElementBase {
  readonly kind: 'tier';
  readonly parent: null;
}

/** What a tier reaches, or what reaches it: a heading with the other ends below. */
export interface ReachElement extends TopologyElementBase {
  readonly kind: 'reach';
  readonly parent: TierElement;
  readonly worst: null;
}

/** The other end of a tier's traffic. */
export interface FlowElement extends TopologyElementBase {
  readonly kind: 'flow';
  readonly parent: ReachElement;
  readonly answer: TierFlowDto['answer'];
  readonly worst: null;
}

export interface ResourceElement extends TopologyElementBase {
  readonly kind: 'resource';
  readonly parent: TopologyElement;
  readonly uri: string;
  /** The whole declaration. */
  readonly range: SourceRange;
  /** What a click reveals. */
  readonly nameRange: SourceRange;
}

export type TopologyElement = TierElement | ReachElement | FlowElement | ResourceElement;

/** Builds the tree of one template. Tiers without resources are left out. */
export function topologyTree(topology: TopologyResult): readonly TierElement[] {
  const titles = new Map([['internet', 'Internet'], ...topology.tiers.map(({ id, title }) => [id, title] as const)]);
  return topology.tiers
    .filter((tier) => tier.nodes.length > 0)
    .map((tier) => tierElement(tier, topology.flows, (id) => titles.get(id) ?? id));
}

/** The innermost element that a position lies in, or null. Of two declarations in the same place, the first in the tree. */
export function elementAt(
  tree: readonly TierElement[],
  uri: string,
  position: SourceRange['start'],
): ResourceElement | null {
  let innermost: ResourceElement | null = null;
  const visit = (element: TopologyElement): void => {
    if (element.kind !== 'resource') return;
    const holds = element.uri === uri && contains(element.range, position);
    if (holds && (innermost === null || isInside(element.range, innermost.range))) innermost = element;
    // A child may be declared outside of its parent's text, so the children are visited in any case.
    element.children.forEach(visit);
  };
  for (const tier of tree) tier.children.forEach(visit);
  return innermost;
}

function tierElement(
  tier: TopologyTierDto,
  flows: readonly TierFlowDto[],
  titleOf: (id: string) => string,
): TierElement {
  const count = tier.nodes.length === 1 ? '1 resource' : `${tier.nodes.length} resources`;
  const worst = worstOf(tier.nodes);
  const children: TopologyElement[] = [];
  const element: TierElement = {
    kind: 'tier',
    id: `tier:${tier.id}`,
    label: tier.title,
    description: count,
    tooltip: `**${escapeMarkdown(tier.title)}**\n\n${count}${worst === null ? '' : `\n\nWorst finding: ${worst}`}`,
    accessibleLabel: accessible([`${tier.title} tier`, count], worst),
    icon: tierIcon(tier.id),
    worst,
    parent: null,
    children,
  };
  const isInNetwork = flows.some(({ from, to }) => from === tier.id || to === tier.id);
  if (isInNetwork) {
    const reached = flows.filter(({ from }) => from === tier.id);
    const reaching = flows.filter(({ to }) => to === tier.id);
    children.push(
      reachElement(
        'Reaches',
        'arrow-right',
        element,
        reached.map((flow) => [titleOf(flow.to), flow]),
      ),
    );
    children.push(
      reachElement(
        'Reached by',
        'arrow-left',
        element,
        reaching.map((flow) => [titleOf(flow.from), flow]),
      ),
    );
  }
  children.push(...tier.nodes.map((node) => resourceElement(node, element)));
  return element;
}

function reachElement(
  label: string,
  icon: string,
  parent: TierElement,
  flows: readonly (readonly [other: string, flow: TierFlowDto])[],
): ReachElement {
  const others = flows.length === 0 ? 'nothing' : flows.map(([other]) => other).join(', ');
  const children: FlowElement[] = [];
  const element: ReachElement = {
    kind: 'reach',
    id: `${parent.id}/${label}`,
    label,
    description: others,
    tooltip: escapeMarkdown(`${parent.label}: ${label.toLowerCase()} ${others}`),
    accessibleLabel: `${parent.label} tier, ${label.toLowerCase()} ${others}`,
    icon: flows.length === 0 ? 'circle-slash' : icon,
    worst: null,
    parent,
    children,
  };
  children.push(...flows.map(([other, flow]) => flowElement(other, flow, element)));
  return element;
}

function flowElement(other: string, { traffic, answer, dependsOn }: TierFlowDto, parent: ReachElement): FlowElement {
  const depends = dependsOn.length === 0 ? null : `depends on ${dependsOn.join(' and ')}`;
  const verdict = answer === 'allowed' ? 'allowed' : 'may be allowed';
  const heading = escapeMarkdown(`${other}: ${traffic}`);
  return {
    kind: 'flow',
    id: `${parent.id}/${other}`,
    label: other,
    description: traffic,
    tooltip: depends === null ? heading : `${heading}\n\nThis ${escapeMarkdown(depends)}`,
    accessibleLabel: `${other}, ${traffic}, ${verdict}${depends === null ? '' : `, ${depends}`}`,
    icon: answer === 'allowed' ? 'pass' : 'question',
    answer,
    worst: null,
    parent,
    children: [],
  };
}

function resourceElement(node: TopologyNodeDto, parent: TopologyElement): ResourceElement {
  const { noun, icon } = resourceKind(node.type);
  const children: ResourceElement[] = [];
  const element: ResourceElement = {
    kind: 'resource',
    // The same resource may stand in two tiers, as a virtual network with subnets of several tiers does.
    id: `${parent.id}/${node.id}`,
    label: node.name,
    description: noun,
    tooltip: resourceTooltip(node),
    accessibleLabel: accessible([node.name, noun], node.worst),
    icon,
    worst: node.worst,
    parent,
    children,
    uri: node.uri,
    range: node.range,
    nameRange: node.nameRange,
  };
  children.push(...node.children.map((child) => resourceElement(child, element)));
  return element;
}

function resourceTooltip(node: TopologyNodeDto): string {
  const symbolicName = node.symbolicName === null ? [] : [`Declared as ${escapeMarkdown(node.symbolicName)}`];
  const evidence = node.evidence.map(({ kind, detail }) => `- ${escapeMarkdown(kind)}: ${escapeMarkdown(detail)}`);
  const worst = node.worst === null ? [] : [`Worst finding: ${node.worst}`];
  return [
    `**${escapeMarkdown(node.name)}**`,
    escapeMarkdown(node.type),
    ...symbolicName,
    ...(evidence.length === 0 ? [] : [`Placed here by:\n${evidence.join('\n')}`]),
    ...worst,
  ].join('\n\n');
}

function worstOf(nodes: readonly TopologyNodeDto[]): Severity | null {
  return SEVERITIES.find((severity) => nodes.some((node) => node.worst === severity)) ?? null;
}

function accessible(parts: readonly string[], worst: Severity | null): string {
  return [...parts, ...(worst === null ? [] : [`worst finding: ${worst}`])].join(', ');
}

/** Makes a text stand for itself in Markdown, also one that holds line breaks. */
function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+\-.!<>|~$&]/g, '\\$&');
}

type SourcePosition = SourceRange['start'];

function contains(range: SourceRange, position: SourcePosition): boolean {
  return !isBefore(position, range.start) && !isBefore(range.end, position);
}

/** Whether a range lies within another one and is smaller than it. */
function isInside(inner: SourceRange, outer: SourceRange): boolean {
  const isWithin = contains(outer, inner.start) && contains(outer, inner.end);
  return isWithin && (isBefore(outer.start, inner.start) || isBefore(inner.end, outer.end));
}

function isBefore(left: SourcePosition, right: SourcePosition): boolean {
  return left.line < right.line || (left.line === right.line && left.character < right.character);
}
