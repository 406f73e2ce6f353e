/** Rules that demand a value of one property: find, at, say and repair follow from the demand. */
import type { RepairProposal } from '../deployment/intent.ts';
import type { Json, ResourceView } from '../deployment/view.ts';
import { decidedOr } from '../network/undecided.ts';
import type { Breach, Rule } from './rule.ts';
import { shownName } from './words/shown-name.ts';
import { shownValue } from './words/shown-value.ts';

/** What is asked of the property, and what to tell of it. */
export interface PropertyDemand {
  /** Dotted, such as `properties.minimumTlsVersion`. */
  readonly path: string;
  /** The value that meets the demand, as a repair writes it. */
  readonly wanted: string | number | boolean;
  /** True for other values that are as good; none by default. */
  readonly isMetBy?: (value: Json, resource: ResourceView) => boolean;
  /** True where what the service does without the property is as good, by its documentation. It isn't by default. */
  readonly isMetWithout?: (resource: ResourceView) => boolean;
  /** False for resources of which it isn't asked. */
  readonly concerns?: (resource: ResourceView) => boolean;
  /** What comes of the breach and what to do: plain sentences that follow the state of the property. */
  readonly consequence: string;
  readonly kind: RepairProposal['kind'];
  /** What comes of the repair, for its title: `Set x of y to z: ...`; nothing for a safe one. */
  readonly effect?: string;
}

export interface UnmetDemand {
  readonly demand: PropertyDemand;
  /** As written; null if it is not. */
  readonly value: Json;
}

type Stated = Omit<Rule<UnmetDemand>, 'find' | 'at' | 'say' | 'repair' | 'repairs'>;

/**
 * The rule that `stated` describes, with the behaviour that the demand asks for: one for all its types, or one for each type by its name as in `on`.
 */
export function propertyRule(
  stated: Stated,
  demand: PropertyDemand | Readonly<Record<string, PropertyDemand>>,
): Rule<UnmetDemand> {
  const byType = isDemand(demand)
    ? null
    : new Map(Object.entries(demand).map(([type, own]) => [type.toLowerCase(), own]));
  const demandOf = (resource: ResourceView): PropertyDemand | undefined =>
    isDemand(demand) ? demand : byType?.get(resource.type.toLowerCase());
  const all = isDemand(demand) ? [demand] : Object.values(demand);
  return {
    ...stated,
    repairs: [...new Set(all.map((own) => `Set ${shownPath(own)} to ${own.wanted}`))],
    find: (resource) => {
      const own = demandOf(resource);
      return own === undefined ? null : unmet(own, resource);
    },
    at: (resource, { demand: { path } }) => ({ kind: 'value', resource, path }),
    say: (resource, { demand: own, value }) =>
      `${shownPath(own)} of ${shownName(resource)} is ${value === null ? 'not set' : shownValue(value)}. ${own.consequence}`,
    repair: (resource, { demand: own }) => [
      {
        title: `Set ${shownPath(own)} of ${shownName(resource)} to ${own.wanted}${own.effect === undefined ? '' : `: ${own.effect}`}`,
        kind: own.kind,
        intents: [{ kind: 'set', resource: resource.key, path: own.path, value: own.wanted }],
      },
    ],
  };
}

function isDemand(demand: PropertyDemand | Readonly<Record<string, PropertyDemand>>): demand is PropertyDemand {
  return typeof demand.path === 'string';
}

function shownPath({ path }: PropertyDemand): string {
  return path.replace(/^properties\./, '');
}

function unmet(demand: PropertyDemand, resource: ResourceView): Breach<UnmetDemand> | null {
  const { path, wanted, isMetBy, isMetWithout, concerns } = demand;
  if (concerns !== undefined && !concerns(resource)) return null;
  const value = resource.read(path);
  if (value === null) {
    if (isMetWithout?.(resource) === true || isSetElsewhere(resource, path)) return null;
    return { certainty: resource.mayBeDeployedAgain ? 'possible' : 'certain', facts: { demand, value } };
  }
  return isEqual(value, wanted) || isMetBy?.(value, resource)
    ? null
    : { certainty: 'certain', facts: { demand, value } };
}

/** True if the same resource is declared once more, with the property. That declaration is looked at by itself. */
export function isSetElsewhere(resource: ResourceView, path: string): boolean {
  return decidedOr(false, () => resource.otherDeclarations().some((other) => !other.omits(path)));
}

/** Azure takes values of its enumerations in any case. */
function isEqual(value: Json, wanted: Json): boolean {
  return typeof value === 'string' && typeof wanted === 'string'
    ? value.toLowerCase() === wanted.toLowerCase()
    : value === wanted;
}
