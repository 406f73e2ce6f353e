/** The machines behind a load balancer and its clients, as security rules name them. */
import type { RuleEnd } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type AddressSet, parseAddressSet } from '../../network/addresses/address-set.ts';
import { type PortSet, parsePortSet, printPorts } from '../../network/addresses/port-set.ts';
import {
  type BalancedMachines,
  clientsOf as clientsBefore,
  machinesBehind,
} from '../../network/claims/balanced-machines.ts';
import type { RuleSide } from '../../network/reachability/model.ts';
import { type DeploymentReach, reachOf } from '../../network/reading/reachability.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { endOf } from './tier-allow-drafts.ts';

interface NamedSide {
  readonly side: RuleSide;
  readonly end: RuleEnd;
  /** The same in words. */
  readonly shown: string;
}

export interface NamedMachines extends NamedSide {
  readonly machines: BalancedMachines;
  /** The ports as a rule has them, if they are others than the rule's; null if not. */
  readonly port: string | null;
}

/** Who is reached by what a rule has as destination, a frontend; null if nobody is, or if one rule can't say it. */
export function machinesOf(rule: ResourceView, frontend: string): NamedMachines | null {
  const asked = askedOf(rule, frontend);
  if (asked === null) return null;
  const found = machinesBehind(asked.reach, asked.addresses, asked.ports);
  const named = found === null ? null : namedSide(found.side, asked.reach);
  if (found === null || named === null) return null;
  const [port, own] = [printPorts(found.ports), printPorts(asked.ports)];
  // One range takes the place of the rule's ports.
  if (port !== own && found.ports.length > 2) return null;
  return { ...named, machines: found, port: port === own ? null : port };
}

/** Whom other rules let out to what a rule has as source, a frontend, with their names; null if none does. */
export function clientsOf(
  rule: ResourceView,
  frontend: string,
): (NamedSide & { readonly by: readonly string[] }) | null {
  const asked = askedOf(rule, frontend);
  const found = asked === null ? null : clientsBefore(asked.reach, asked.addresses, asked.ports);
  const named = asked === null || found === null ? null : namedSide(found.side, asked.reach);
  if (found === null || named === null) return null;
  return { ...named, by: [...new Set(found.rules.map(({ name }) => name))] };
}

interface Asked {
  readonly reach: DeploymentReach;
  readonly addresses: AddressSet;
  readonly ports: PortSet;
}

function askedOf(rule: ResourceView, frontend: string): Asked | null {
  const addresses = parseAddressSet([frontend]);
  const ports = parsePortSet(readSecurityRule(rule).destinationPorts);
  return addresses === null || ports === null ? null : { reach: reachOf(rule.deployment), addresses, ports };
}

function namedSide(side: RuleSide, { network }: DeploymentReach): NamedSide | null {
  const end = endOf(side);
  if (end === null) return null;
  if (typeof end === 'string') return { side, end, shown: end };
  if (!('applicationSecurityGroups' in end)) return { side, end, shown: inWords(end, 'more') };
  const known = network.applicationSecurityGroups.filter(({ id }) => side.groups.includes(id));
  return {
    side,
    end,
    shown: inWords(
      known.map(({ source }) => shownName(source.resource)),
      'more',
    ),
  };
}
