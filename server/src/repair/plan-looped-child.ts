/** Children of resources that a loop declares: one for each turn, in a loop of their own behind it. */
import type { ResourceKey } from '../deployment/intent.ts';
import type { NewResource } from '../deployment/new-resource.ts';
import type { ResourceDraft } from './draft.ts';
import { targetOf } from './loops.ts';
import { versionOfNew } from './new-version.ts';
import type { Step } from './plan-set.ts';
import { declarationSpan, distinctConditions, isOfTemplate, type Sites } from './site.ts';
import { type Needs, Wording } from './wording.ts';

/** Children that say the same of each resource of a loop, in lower case: what others say may differ from turn to turn. */
const alike: ReadonlySet<string> = new Set(['microsoft.network/privatednszones/virtualnetworklinks']);

/** The way to declare a child for each resource of the loop that declares its parent; null if one of them has such children, or the parent no loop. */
export function planLoopedChild(sites: Sites, resource: NewResource): Step | null {
  const { type, parent, words } = resource;
  const site = typeof parent === 'string' ? sites.declaring(parent) : null;
  if (typeof parent !== 'string' || site === null || !alike.has(type.toLowerCase())) return null;
  const target = targetOf(sites, site, parent);
  if (target?.loop == null || !isOfTemplate(site, target.declaration)) return null;
  const { declaration, handle, loop } = target;
  const apiVersion = versionOfNew(site, type, declaration);
  if (apiVersion === null || turnsHaveChildren(sites, parent, type)) return null;
  const wording = new Wording(sites, site);
  const needs: Needs = { dependsOn: [], conditions: [] };
  const name = wording.value(resource.name, needs, null);
  const settings = wording.value(resource.settings ?? {}, needs, null);
  const properties = wording.value(resource.properties ?? {}, needs, null);
  const around = wording.step();
  if (name === null || settings?.kind !== 'object' || properties?.kind !== 'object' || around === null) return null;
  const draft = sites.once(
    `${type} for each turn of ${declaration.node} in ${site.file}`,
    (): ResourceDraft => ({
      handle: {
        type,
        symbolicName: site.symbolicName(words),
        names: [...handle.names, name],
        elementOf: null,
      },
      apiVersion,
      parent: handle,
      name,
      location: null,
      tags: null,
      settings: settings.properties,
      properties,
      conditions: distinctConditions([...target.conditions, ...needs.conditions]),
      loop: { ...loop, copyName: loop.names === null ? site.parameterName(lastSegment(type)) : '' },
      dependsOn: [handle, ...needs.dependsOn],
    }),
  );
  return (changes) => {
    around(changes);
    changes.in(site.file).declare(declarationSpan(site, declaration), [draft]);
    changes.note('one for each resource of its loop');
  };
}

/** True if a resource that the same text declares has a child of the type already, or may have one. */
function turnsHaveChildren(sites: Sites, key: ResourceKey, type: string): boolean {
  const { deployment } = sites;
  const declaredBy = (one: ResourceKey) => {
    const declared = deployment.declaredAs(one);
    return declared?.kind === 'declaration' ? declared.declaration : null;
  };
  const text = declaredBy(key);
  return deployment.keys.some((one) => {
    const view = declaredBy(one) === text ? deployment.viewOf(one) : null;
    if (view === null) return false;
    const { known, open } = view.children(lastSegment(type));
    return open || known.length > 0;
  });
}

function lastSegment(type: string): string {
  return type.slice(type.lastIndexOf('/') + 1);
}
