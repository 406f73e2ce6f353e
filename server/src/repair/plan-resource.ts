import type { NewResource } from '../deployment/new-resource.ts';
import type { Step } from './plan-set.ts';
import type { Sites } from './site.ts';
import { Wording } from './wording.ts';

/** The way to declare a resource, behind the one that it belongs to. */
export function planResource(sites: Sites, resource: NewResource): readonly Step[] {
  const site = sites.declaring(resource.beside);
  if (site === null) return [];
  const wording = new Wording(sites, site);
  const step = wording.declare(resource, { dependsOn: [], conditions: [] }, null) === null ? null : wording.step();
  return step === null ? [] : [step];
}
