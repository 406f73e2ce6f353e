/** Which properties a repair wrote: the difference of two deployments, held against the published schemas of the resource types. */
import path from 'node:path';
import { readTypeSchema } from '../../scripts/azure-types.ts';
import type { EvaluatedResource, Form } from '../../server/src/service/evaluation/model.ts';
import { corpusFolder } from '../corpus.ts';
import type { EntryState } from './entry-state.ts';

export interface Difference {
  /** How many resources are there before and after, and say something else. */
  readonly changed: number;
  readonly added: number;
  readonly removed: number;
  /** The types of all of them in lower case, each once. */
  readonly types: readonly string[];
  /** What is written that can't be, each once. */
  readonly complaints: readonly string[];
}

export function differenceOf(before: EntryState['resources'], after: EntryState['resources']): Difference {
  const complaints = new Set<string>();
  const types = new Set<string>();
  let changed = 0;
  let added = 0;
  let removed = 0;
  for (const [identity, resources] of after) {
    const earlier = before.get(identity) ?? [];
    for (const [index, resource] of resources.entries()) {
      const known = earlier[index];
      if (known === undefined) added++;
      else if (isSame(known.body, resource.body) && known.apiVersion === resource.apiVersion) continue;
      else changed++;
      types.add(resource.type.toLowerCase());
      for (const complaint of complaintsOf(resource, known?.body)) complaints.add(complaint);
    }
  }
  for (const [identity, resources] of before) {
    const gone = resources.slice(after.get(identity)?.length ?? 0);
    removed += gone.length;
    for (const { type } of gone) types.add(type.toLowerCase());
  }
  return { changed, added, removed, types: [...types], complaints: [...complaints] };
}

function complaintsOf(resource: EvaluatedResource, before: Form | undefined): readonly string[] {
  const { type, apiVersion } = resource;
  const schema = readTypeSchema(path.join(corpusFolder, 'azure-types'), type);
  if (schema === null || apiVersion === null) return [];
  return leavesOf(resource.body, before, '').flatMap((leaf) => {
    if (isOfTemplate(type, leaf.path)) return [];
    const at = `${type}@${apiVersion} ${leaf.path}`;
    if (!schema.writable(apiVersion, leaf.path)) return [`${at} can't be written`];
    const values = schema.values(leaf.path);
    const isAdmitted = values === null || typeof leaf.value !== 'string' || values.some(isValue(type, leaf.value));
    return isAdmitted ? [] : [`${at} can't be ${String(leaf.value)}`];
  });
}

/** A template within a deployment may hold anything; what it deploys is judged by itself. */
function isOfTemplate(type: string, at: string): boolean {
  return type.toLowerCase() === 'microsoft.resources/deployments' && /^properties\.(?:template|parameters)\b/.test(at);
}

/** Old versions of Search spell their values in lower case, which the schemas don't record (README of the corpus). */
function isValue(type: string, value: string): (admitted: string) => boolean {
  const foldsCase = type.toLowerCase() === 'microsoft.search/searchservices';
  const spelled = (text: string): string => (foldsCase ? text.toLowerCase() : text);
  return (admitted) => spelled(admitted) === spelled(value);
}

interface WrittenLeaf {
  readonly path: string;
  readonly value: Form;
}

/** The scalars, and what isn't known, that stand in a form and not at the same place of the other. */
function leavesOf(form: Form, before: Form | undefined, at: string): readonly WrittenLeaf[] {
  if (before !== undefined && isSame(form, before)) return [];
  if (typeof form !== 'object' || form === null) return [{ path: at, value: form }];
  if (Array.isArray(form)) {
    const earlier: readonly Form[] = Array.isArray(before) ? before : [];
    const all: readonly Form[] = form;
    return all.flatMap((item, index) => leavesOf(item, earlier[index], `${at}[]`));
  }
  const entries = Object.entries(form as { readonly [key: string]: Form });
  if (entries.some(([key]) => key === '$unknown' || key === '$ref')) return [{ path: at, value: form }];
  const alternatives = entries.find(([key]) => key === '$oneOf')?.[1];
  if (Array.isArray(alternatives)) return alternatives.flatMap((each: Form) => leavesOf(each, undefined, at));
  const earlier = typeof before === 'object' && before !== null && !Array.isArray(before) ? before : {};
  const earlierEntries = Object.entries(earlier as { readonly [key: string]: Form });
  return entries.flatMap(([key, value]) => {
    const known = earlierEntries.find(([other]) => other.toLowerCase() === key.toLowerCase())?.[1];
    return leavesOf(value, known, at === '' ? key : `${at}.${key}`);
  });
}

function isSame(a: Form, b: Form): boolean {
  return textOf(a) === textOf(b);
}

/** A property that is null is left out: for Azure that is the same. */
function textOf(form: Form): string {
  return JSON.stringify(form, (key, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    return value === null && key !== '' ? undefined : value;
  });
}
