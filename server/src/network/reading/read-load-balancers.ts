/** Load balancers: what they lead to which interfaces. */
import { attempt } from '../../deployment/alternatives.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { parseAddressSet } from '../addresses/address-set.ts';
import { everyPort, type PortSet, parsePortSet, portEnd } from '../addresses/port-set.ts';
import type { Maybe } from '../reachability/model.ts';
import type { LoadBalancer, LoadBalancingRule } from '../reachability/model-entries.ts';
import { declaredOf } from '../undecided.ts';
import { all, type LeftOut, placed } from './listing.ts';
import type { Interfaces } from './read-interfaces.ts';
import { skuOf } from './read-interfaces.ts';
import { idOf, indexesAt, isTrueAt, maybe, type NetworkSource, protocolsOf, sourceOf, textsAt } from './source.ts';

export function readLoadBalancers(
  deployment: DeploymentView,
  interfaces: Interfaces,
  left: LeftOut[],
): readonly LoadBalancer<NetworkSource>[] {
  return placed(all(deployment, 'Microsoft.Network/loadBalancers'), left, (balancer) => [
    {
      id: idOf(balancer),
      source: sourceOf(balancer),
      sku: maybe(() => skuOf(balancer)),
      rules: [...balancingRules(balancer, interfaces), ...translationRules(balancer, interfaces)],
      outboundRules: indexes(balancer, 'properties.outboundRules').map((index) => {
        const path = `properties.outboundRules.${index}`;
        return {
          source: sourceOf(balancer, path),
          backends: backendsAt(balancer, `${path}.properties.backendAddressPool.id`, interfaces),
        };
      }),
    },
  ]);
}

/** The elements of an array; none if it can't be told how many there are. */
function indexes(resource: ResourceView, path: string): readonly number[] {
  return attempt(() => indexesAt(resource, path)) ?? [];
}

function balancingRules(balancer: ResourceView, interfaces: Interfaces): readonly LoadBalancingRule<NetworkSource>[] {
  return indexes(balancer, 'properties.loadBalancingRules').map((index) => {
    const path = `properties.loadBalancingRules.${index}`;
    const base = `${path}.properties`;
    return {
      ...ruleAt(balancer, base, sourceOf(balancer, path), nameAt(balancer, path)),
      backends: backendsAt(balancer, `${base}.backendAddressPool.id`, interfaces),
      outboundSnat: maybe(() => !isTrueAt(balancer, `${base}.disableOutboundSnat`)) !== false,
    };
  });
}

/** Inbound NAT rules of the balancer, inline and by themselves; each leads to the one interface that joins it. */
function translationRules(balancer: ResourceView, interfaces: Interfaces): readonly LoadBalancingRule<NetworkSource>[] {
  return declaredOf(balancer.children('inboundNatRules')).known.map((rule) => ({
    ...ruleAt(rule, 'properties', sourceOf(rule), rule.label, balancer),
    backends: rule.omits('properties.backendAddressPool.id')
      ? membersOf(idOf(rule), rule.label, interfaces)
      : backendsAt(rule, 'properties.backendAddressPool.id', interfaces),
    outboundSnat: false,
  }));
}

function ruleAt(
  resource: ResourceView,
  base: string,
  source: NetworkSource,
  name: string,
  balancer: ResourceView = resource,
): Omit<LoadBalancingRule<NetworkSource>, 'backends' | 'outboundSnat'> {
  const words = maybe(() => textsAt(resource, `${base}.protocol`));
  const protocols = 'unknown' in words ? null : protocolsOf(words);
  const frontends = maybe(() => portsAt(resource, `${base}.frontendPort`) ?? everyPort);
  return {
    source,
    name,
    ...frontendOf(resource, base, balancer),
    floating: maybe(() => isTrueAt(resource, `${base}.enableFloatingIP`)),
    protocol: protocols?.[0] ?? null,
    frontendPorts: isAllPorts(frontends) ? everyPort : frontends,
    backendPort: maybe(() => {
      const port = Number(resource.read(`${base}.backendPort`) ?? 0);
      return port > 0 && port < portEnd ? port : null;
    }),
  };
}

function nameAt(resource: ResourceView, path: string): string {
  const name = maybe(() => textsAt(resource, `${path}.name`));
  return 'unknown' in name ? resource.label : (name[0] ?? resource.label);
}

function portsAt(resource: ResourceView, path: string): PortSet | null {
  const texts = textsAt(resource, path);
  return texts.length === 0 ? null : parsePortSet(texts);
}

/** Port 0 stands for all of them (high availability ports). */
function isAllPorts(ports: Maybe<PortSet>): boolean {
  return Array.isArray(ports) && ports[0] === 0 && ports[1] === 1;
}

/** What is known of the frontend that the rule names; where it isn't known which, of any of the balancer's. */
function frontendOf(
  resource: ResourceView,
  base: string,
  balancer: ResourceView,
): Pick<LoadBalancingRule<NetworkSource>, 'frontend' | 'frontendAddresses'> {
  const named = attempt(() => resource.target(`${base}.frontendIPConfiguration.id`)) ?? null;
  const frontends =
    named !== null && named.kind === 'resource'
      ? [named]
      : declaredOf(balancer.children('frontendIPConfigurations')).known;
  if (frontends.some(isPublic)) return { frontend: 'public', frontendAddresses: null };
  const [first, ...others] = frontends;
  const texts = first === undefined || others.length > 0 ? [] : addressTextsOf(first);
  return { frontend: 'private', frontendAddresses: texts.length === 0 ? null : parseAddressSet(texts) };
}

function addressTextsOf(frontend: ResourceView): readonly string[] {
  return attempt(() => textsAt(frontend, 'properties.privateIPAddress')) ?? [];
}

function isPublic(frontend: ResourceView): boolean {
  const isPrivate = (): boolean =>
    frontend.omits('properties.publicIPAddress') && frontend.omits('properties.publicIPPrefix');
  return attempt(isPrivate) !== true;
}

function backendsAt(resource: ResourceView, path: string, interfaces: Interfaces): Maybe<readonly string[]> {
  const pool = maybe(() => resource.target(path));
  if (pool === null) return [];
  if ('unknown' in pool) return pool;
  return membersOf(idOf(pool), pool.name, interfaces);
}

function membersOf(id: string, name: string, { members, doubtful }: Interfaces): Maybe<readonly string[]> {
  if (doubtful.length > 0) return { unknown: { kind: 'outside', name } };
  return members.get(id) ?? [];
}
