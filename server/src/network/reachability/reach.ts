/**
 * What may reach what, exactly: a question names two ends, each of them places; the answer for two places is a list of boxes (sources,
 * destinations, source ports) with a function of the destination port each. Kept by content: what the next network says about a pair is
 * looked up if nothing that the pair depends on has changed.
 */
import { keyOfAddresses } from '../addresses/address-set.ts';
import { everyPort } from '../addresses/port-set.ts';
import { hostAddress, publicAddresses } from '../addresses/special-ranges.ts';
import type { Atom } from './atoms.ts';
import { type Box, boxesBetween, type Side } from './boxes.ts';
import type { Entry } from './entries.ts';
import { outsideEntry, publicEntries } from './entries.ts';
import { Filter } from './filter.ts';
import { outcome } from './filter-function.ts';
import { type Direction, type Network, type Protocol, protocols } from './model.ts';
import { gatewaysIn, indexNetwork, type NetworkIndex, type SubnetNode } from './network-index.ts';
import { type Endpoint, type Host, hostsOf, type Outside, type Place, placesOf } from './places.ts';
import { balancedBoxes, type Crossing } from './private-balancing.ts';
import { type Frontend, privateFrontends } from './private-frontends.ts';
import { type Kept, nothingKept, type ReachCache } from './reach-cache.ts';
import { type RoutesOf, routesTo } from './routes.ts';
import { anySide, holdsAtom } from './rule-side.ts';
import { contentKey, firewallStage, platformStages, type Stage, stagesOf } from './stages.ts';
import { type SubnetMeaning, tagMeaningOf } from './tag-meaning.ts';
import { Routing, type Way, wayTo } from './ways.ts';

/** A host with all that its pairs depend on. */
export interface Prepared<S> {
  readonly place: Place<S>;
  readonly meaning: SubnetMeaning | null;
  readonly outbound: readonly Stage[];
  readonly inbound: readonly Stage[];
  readonly platform: readonly Stage[];
  readonly id: number;
}

/** All questions about one network. */
export class Reachability<S> {
  readonly index: NetworkIndex<S>;
  readonly routing: Routing<S>;
  private readonly kept: Kept;
  private readonly meanings = new Map<string, SubnetMeaning>();
  private readonly prepared = new Map<Place<S>, Prepared<S>>();
  private readonly frontends: readonly Frontend<S>[];
  private readonly subnetPlaces = new Map<string, readonly Host<S>[]>();

  /** @param cache of earlier versions of the network, whose answers hold on where nothing has changed; null if nobody asks for later ones */
  constructor(network: Network<S>, cache: ReachCache | null = null) {
    this.index = indexNetwork(network);
    this.routing = new Routing(this.index);
    this.frontends = privateFrontends(network);
    // Groups, admin rules and interfaces count with each place; all else, such as peerings and routes, may be on the way of any pair.
    const { securityGroups, adminConfigurations, interfaces, ...topology } = network;
    this.kept = cache === null ? nothingKept() : cache.next(contentKey(topology));
  }

  /** The places of one end of a question. */
  placesOf(endpoint: Endpoint): readonly Place<S>[] {
    if (endpoint.kind !== 'subnet') return placesOf(this.index, endpoint);
    const known = this.subnetPlaces.get(endpoint.id);
    if (known !== undefined) return known;
    const node = this.index.subnets.get(endpoint.id);
    const places = node === undefined ? [] : hostsOf(node);
    this.subnetPlaces.set(endpoint.id, places);
    return places;
  }

  /** What a place may send to another one: every packet from one to the other is in a box, and is denied if its port is in no piece. */
  between(from: Place<S>, to: Place<S>, protocol: Protocol): readonly Box<S>[] {
    const source = this.prepare(from);
    const destination = this.prepare(to);
    const key = destination.id * 8 + protocols.indexOf(protocol);
    const row = this.kept.pairs.get(source.id) ?? new Map<number, readonly Box<never>[]>();
    this.kept.pairs.set(source.id, row);
    const current = row.get(key);
    if (current !== undefined) return current as readonly Box<S>[];
    // What is kept may carry the references of an earlier network; whoever shows them asks `current`.
    const boxes = this.kept.before.get(source.id)?.get(key) ?? this.compute(source, destination, protocol);
    row.set(key, boxes as readonly Box<never>[]);
    return boxes as readonly Box<S>[];
  }

  /** What the filters at a host alone say about packets from or to a place, whatever leads there. */
  admitted(host: Host<S>, other: Place<S>, direction: Direction, protocol: Protocol): readonly Box<S>[] {
    const own = this.prepare(host);
    const isInbound = direction === 'Inbound';
    const at: Side<S> = { place: host, stages: isInbound ? own.inbound : own.outbound, cuts: [], tags: [] };
    const there: Side<S> = { place: other, stages: [], cuts: [], tags: [] };
    return boxesBetween<S>({
      atoms: this.kept.atoms,
      protocol,
      from: isInbound ? there : at,
      to: isInbound ? at : there,
      firewalls: [],
      way: () => ({ outcomes: outcome.allow, dependsOn: [], reason: 'direct', route: null, firewall: null }),
      ports: everyPort,
      via: null,
      proxy: null,
    });
  }

  /** A box of `between` with the rules, routes and entries of this network, which may be the same at other places than when it was made. */
  current(box: Box<S>, from: Place<S>, to: Place<S>): Box<S> {
    const source = this.prepare(from);
    const destination = this.prepare(to);
    const firewalls = 'node' in from ? this.firewallStages(from.node) : [];
    const fresh = [...source.outbound, ...source.platform, ...destination.inbound, ...firewalls];
    const stages = box.stages.map(
      (stage) => fresh.find(({ filter, kind }) => filter === stage.filter && kind === stage.kind) ?? stage,
    );
    return { ...box, stages, way: this.currentWay(box.way, from, to), via: this.currentVia(box.via, to, box.protocol) };
  }

  private currentWay(way: Way<S>, from: Place<S>, to: Place<S>): Way<S> {
    const node = 'node' in from ? from.node : 'node' in to ? to.node : null;
    const { route } = way;
    if (route?.route == null || node === null) return way;
    const { name } = route.route;
    const same = this.routing
      .routesOf(node)
      .routes.find((other) => other.route?.name === name && other.length === route.length);
    return { ...way, route: same ?? route };
  }

  private currentVia(via: Box<S>['via'], to: Place<S>, protocol: Protocol): Box<S>['via'] {
    if (via === null || !('node' in to)) return via;
    const inside = this.frontends.map(({ balancer: { id }, rule: { source, name } }) => ({ id, source, rule: name }));
    const entries = [...publicEntries(this.index, to, protocol).map((entry) => entry.via), ...inside];
    return entries.find((other) => other?.id === via.id && other.rule === via.rule) ?? via;
  }

  private firewallStages(node: SubnetNode<S>): readonly Stage[] {
    if (!this.mayMeetFirewall(node)) return [];
    return this.index.network.firewalls.map((firewall) =>
      firewallStage(this.kept.filters, firewall, this.meaningOf(node)),
    );
  }

  private compute(source: Prepared<S>, destination: Prepared<S>, protocol: Protocol): readonly Box<S>[] {
    const { place: from } = source;
    const { place: to } = destination;
    if ('node' in from) {
      const stages = to.kind === 'platform' ? source.platform : source.outbound;
      const firewalls = this.firewallStages(from.node);
      const routes = this.routesOnTheWay(from.node);
      const cuts = routes.map((each) => each.cuts);
      const tags = routes.flatMap((each) => each.tags);
      const common = { atoms: this.kept.atoms, protocol, firewalls, ports: everyPort, via: null, proxy: null };
      const leaving = (place: Place<S>, inbound: readonly Stage[]): readonly Box<S>[] =>
        boxesBetween<S>({
          ...common,
          from: { place: from, stages, cuts: [], tags: [] },
          to: { place, stages: inbound, cuts, tags },
          way: (_, atom) => wayTo(this.routing, from, place, atom),
        });
      const direct = 'node' in to && to.frontend !== null ? [] : leaving(to, destination.inbound);
      if (this.frontends.length === 0 || !('node' in to)) return direct;
      const crossing: Crossing<S> = {
        from,
        to,
        protocol,
        leaving: (place) => leaving(place, []),
        arriving: (place, way, ports, via, front) =>
          boxesBetween<S>({
            ...common,
            from: { place: from, stages: [], cuts: [], tags: [] },
            to: { place, stages: destination.inbound, cuts: [], tags: [] },
            firewalls: [],
            way: () => way,
            ports,
            via,
            proxy: { sources: front.sources, tags: front.sourceTags, front },
          }),
      };
      return [...direct, ...balancedBoxes(crossing, this.frontends)];
    }
    if (!('node' in to)) return [];
    return this.fromOutside(from, to, destination, protocol);
  }

  private fromOutside(from: Outside, to: Host<S>, destination: Prepared<S>, protocol: Protocol): readonly Box<S>[] {
    const routes = this.routing.routesOf(to.node);
    const into: Side<S> = { place: to, stages: destination.inbound, cuts: [], tags: [] };
    const common = { protocol, firewalls: [], ports: everyPort, via: null, proxy: null };
    if (from.kind === 'platform') {
      // Probes come from the host's address; metadata only answers.
      const way = (atom: Atom): Way<S> =>
        holdsAtom(hostAddress, atom)
          ? { outcomes: outcome.allow, dependsOn: [], reason: 'platform', route: null, firewall: null }
          : { outcomes: outcome.deny, dependsOn: [], reason: 'initiatesNothing', route: null, firewall: null };
      return boxesBetween<S>({
        atoms: this.kept.atoms,
        ...common,
        from: { place: from, stages: [], cuts: [], tags: [] },
        to: into,
        way,
      });
    }
    if (from.kind === 'onPremises')
      return boxesBetween<S>({
        ...common,
        atoms: this.kept.atoms,
        from: { place: from, stages: [], cuts: [routes.cuts], tags: [] },
        to: into,
        way: (atom) => outsideEntry(this.index, to, atom),
      });
    const entries = publicEntries(this.index, to, protocol);
    return entries.flatMap((entry) => {
      const place = seenBy(to, entry);
      const { proxy, via, ports } = entry;
      if (proxy !== null) return this.throughProxy(from, { ...into, place }, entry, proxy, protocol);
      return boxesBetween<S>({
        atoms: this.kept.atoms,
        ...common,
        from: { place: from, stages: [], cuts: [routes.cuts], tags: routes.tags },
        to: { ...into, place },
        way: (atom) => this.withReply(entry.way, to, from, atom),
        ports,
        via,
      });
    });
  }

  /** A reply that leaves by another way than it came is dropped there: a default route to an appliance closes public addresses. */
  private withReply(way: Way<S>, to: Host<S>, from: Outside, atom: Atom): Way<S> {
    if (way.outcomes === outcome.deny) return way;
    const candidates = routesTo(this.routing.routesOf(to.node), atom, null);
    const [first] = candidates;
    const returns = candidates.filter(({ hop }) => hop.kind === 'Internet').length;
    if (first === undefined || from.kind !== 'internet' || returns === candidates.length) return way;
    const dependsOn = candidates.flatMap((route) => route.dependsOn);
    // Whether the replies of an isolated gateway take its route table isn't documented.
    const isIsolated = way.reason === 'applicationGateway' && gatewaysIn(this.index, to.node).some((at) => at.isolated);
    if (isIsolated)
      return {
        ...way,
        outcomes: outcome.allow | outcome.deny,
        dependsOn: [...way.dependsOn, { kind: 'appliance', name: to.node.subnet.name }],
      };
    if (returns === 0 && candidates.every(({ hop }) => hop.kind !== 'Unknown'))
      return {
        ...way,
        outcomes: outcome.deny,
        dependsOn: [],
        reason: 'asymmetricReply',
        route: candidates.at(-1) ?? null,
      };
    return { ...way, outcomes: outcome.allow | outcome.deny, dependsOn: [...way.dependsOn, ...dependsOn] };
  }

  /** Through an application gateway or a translating firewall: first to it, then from its subnet on. */
  private throughProxy(
    from: Outside,
    into: Side<S>,
    entry: Entry<S>,
    proxy: NonNullable<Entry<S>['proxy']>,
    protocol: Protocol,
  ): readonly Box<S>[] {
    const gate = this.placesOf({ kind: 'subnet', id: proxy.node.subnet.id }).find(({ kind }) => kind === 'subnet');
    if (gate === undefined || !('node' in gate)) return [];
    const meaning = this.meaningOf(proxy.node);
    const front: readonly Stage[] =
      entry.translation === null ? this.prepare(gate).inbound : [this.translationStage(entry.translation, meaning)];
    const first = boxesBetween<S>({
      atoms: this.kept.atoms,
      protocol,
      from: { place: from, stages: [], cuts: [], tags: [] },
      to: { place: gate, stages: front, cuts: [], tags: [] },
      firewalls: [],
      way: () => entry.way,
      ports: entry.translation === null ? proxy.listeners : everyPort,
      via: entry.via,
      proxy: null,
    });
    const back = { ...gate, kind: 'subnet' as const };
    const routes = this.routesOnTheWay(proxy.node);
    const boxes: Box<S>[] = [];
    for (const box of first) {
      const answers = new Set(box.pieces.map(({ answer }) => answer));
      const outcomes = answers.has('allowed')
        ? outcome.allow
        : answers.has('depends')
          ? outcome.allow | outcome.deny
          : outcome.deny;
      const dependsOn =
        outcomes === outcome.allow || outcomes === outcome.deny ? [] : box.pieces.flatMap((piece) => piece.dependsOn);
      const onward = boxesBetween<S>({
        atoms: this.kept.atoms,
        protocol,
        from: {
          place: back,
          stages: entry.translation === null ? this.prepare(gate).outbound : [],
          cuts: [],
          tags: [],
        },
        to: { ...into, cuts: routes.map((each) => each.cuts), tags: routes.flatMap((each) => each.tags) },
        firewalls: [],
        way: (_, atom) => {
          const way = wayTo(this.routing, back, into.place, atom);
          const bits = (way.outcomes & outcomes & outcome.allow) | ((way.outcomes | outcomes) & outcome.deny);
          return { ...way, outcomes: bits, dependsOn: [...dependsOn, ...way.dependsOn] };
        },
        ports: entry.ports,
        via: entry.via,
        proxy: { sources: box.sources, tags: box.sourceTags, front: box },
      });
      boxes.push(...onward);
    }
    return boxes;
  }

  private translationStage(rule: NonNullable<Entry<S>['translation']>, meaning: SubnetMeaning): Stage {
    const rules = [{ ...rule, destinations: anySide, destinationPorts: everyPort, protocols: null, presence: null }];
    const filter = this.kept.filters.filter('translation', rule, () => new Filter(rules));
    return {
      kind: 'firewall',
      direction: 'Inbound',
      id: rule.name,
      filter,
      rules,
      meaning,
      ignoresSourcePorts: false,
      dependsOn: null,
    };
  }

  /** The routes of a subnet, and those of firewalls that they may lead to, which tell other addresses apart. */
  private routesOnTheWay(node: SubnetNode<S>): readonly RoutesOf<S>[] {
    const own = this.routing.routesOf(node);
    if (!this.mayMeetFirewall(node)) return [own];
    const firewalls = this.index.network.firewalls.flatMap(({ subnet }) =>
      subnet === null ? [] : (this.index.subnets.get(subnet) ?? []),
    );
    return [own, ...firewalls.map((firewall) => this.routing.routesOf(firewall))];
  }

  private mayMeetFirewall(node: SubnetNode<S>): boolean {
    if (this.index.network.firewalls.length === 0) return false;
    return this.routing
      .routesOf(node)
      .routes.some(({ hop }) => hop.kind === 'VirtualAppliance' || hop.kind === 'VirtualHub');
  }

  private meaningOf(node: SubnetNode<S>): SubnetMeaning {
    const known = this.meanings.get(node.subnet.id);
    if (known !== undefined) return known;
    const made = tagMeaningOf(this.index, node);
    const meaning = this.kept.meanings.get(made.key) ?? made;
    this.kept.meanings.set(made.key, meaning);
    this.meanings.set(node.subnet.id, meaning);
    return meaning;
  }

  /** The filters of a place as they are in this network. */
  prepare(place: Place<S>): Prepared<S> {
    const known = this.prepared.get(place);
    if (known !== undefined) return known;
    const { filters, placeIds } = this.kept;
    const addresses = keyOfAddresses(place.addresses);
    const { membership, oneOf } = place;
    const common = `${addresses} ${membership.groups.join()} ${JSON.stringify([membership.joins, oneOf, membership.somewhere])}`;
    const add = (key: string, rest: Omit<Prepared<S>, 'id' | 'place'>): Prepared<S> => {
      const id = placeIds.get(key) ?? placeIds.size;
      placeIds.set(key, id);
      const made = { ...rest, place, id };
      this.prepared.set(place, made);
      return made;
    };
    if (!('node' in place))
      return add(`${place.kind} ${place.tag ?? ''} ${common}`, {
        meaning: null,
        outbound: [],
        inbound: [],
        platform: [],
      });
    const meaning = this.meaningOf(place.node);
    const outbound = stagesOf(this.index, filters, place, 'Outbound', meaning);
    const inbound = stagesOf(this.index, filters, place, 'Inbound', meaning);
    const platform = platformStages(this.index, filters, place, meaning);
    const of = (stages: readonly Stage[]): string =>
      stages.map(({ kind, filter }) => `${kind} ${filters.idOf(filter)}`).join();
    const named = place.frontend === null ? '' : `${place.frontend.balancer.id} ${place.frontend.rule.name}`;
    const item =
      place.nic === null
        ? (place.endpoint?.id ?? '')
        : `${place.nic.id} ${contentKey(place.nic.publicAddress)} ${named}`;
    const key = `${place.kind} ${place.node.subnet.id} ${item} ${common} ${of(outbound)} ${of(inbound)} ${of(platform)}`;
    return add(key, { meaning, outbound, inbound, platform });
  }
}

/** A host as its filters see it behind an entry. */
function seenBy<S>(to: Host<S>, { destinations, floating }: Entry<S>): Host<S> {
  if (floating !== null)
    return {
      ...to,
      addresses: { ...publicAddresses, v6: [] },
      membership: { groups: [], joins: floating, somewhere: null },
      oneOf: floating,
    };
  return destinations === null ? to : { ...to, addresses: destinations };
}
