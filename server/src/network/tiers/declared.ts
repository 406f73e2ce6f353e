/** Tiers that the workspace's configuration declares, by names of subnets and by tags. They overrule what the template itself tells. */
import { fitsName, type TierMembers } from '../../config/contract.ts';
import { attempt } from '../../deployment/alternatives.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { subnetType } from '../subnets/subnets.ts';
import type { Clue } from './clues.ts';

/** More than any clue of the template weighs. */
const declaredWeight = 1000;

export function declaredClues(resource: ResourceView): readonly Clue[] {
  return resource.deployment.contract.tiers.flatMap((members) => {
    const detail = membership(resource, members);
    return detail === null ? [] : [{ tier: members.tier, weight: declaredWeight, kind: 'configuration', detail }];
  });
}

function membership(resource: ResourceView, { tier, subnets, tags }: TierMembers): string | null {
  if (resource.isType(subnetType)) {
    const names = namesOf(resource);
    const pattern = subnets.find((each) => names.some((name) => fitsName(each, name)));
    if (pattern !== undefined) return `The configuration puts the subnet ${pattern} into ${tier}.`;
  }
  const tag = tags.find(({ name, value }) => tagOf(resource, name) === value);
  return tag === undefined ? null : `The configuration puts the tag ${tag.name}: ${tag.value} into ${tier}.`;
}

/** The subnet's name, and the same with its virtual network. */
function namesOf(subnet: ResourceView): readonly string[] {
  const name = attempt(() => subnet.name);
  if (name === undefined) return [];
  const network = attempt(() => subnet.parent()?.name) ?? undefined;
  return network === undefined ? [name] : [name, `${network}/${name}`];
}

/** Names of tags are compared without regard to case, as Azure does; values exactly. */
function tagOf(resource: ResourceView, name: string): string | null {
  const tags = attempt(() => resource.read('tags')) ?? null;
  if (tags === null || typeof tags !== 'object' || Array.isArray(tags)) return null;
  const entry = Object.entries(tags).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return typeof entry?.[1] === 'string' ? entry[1] : null;
}
