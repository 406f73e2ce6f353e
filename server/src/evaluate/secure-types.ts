/** Which types hold secrets: `@secure()`, `securestring`, `secureObject`, also for a part of a value. */
import type { Template, TypeFacts } from '../template/ir.ts';
import type { TypeForm } from '../template/type-form.ts';
import { isMissing, type TemplateFiles } from './files.ts';
import { type FoundType, importsOf, keyOf, type Typed, TypeFinder, type TypeScope, typesOf } from './types.ts';

/** Types of which a value has one. */
export type Kinds = readonly FoundType[];

/** Types that one value may have; of more, each counts as secret. */
const mostKinds = 256;

/** What the text of a file says of a type: whether a part of it is secure, and which types of other files are in it. */
interface Mentions {
  readonly secure: boolean;
  readonly imported: readonly { readonly path: string; readonly name: string }[];
}

/** Of a type that stands in a file that isn't there: what is of it may be secret. */
const unread: TypeFacts = { base: 'any', nullable: true, secure: false, allowed: null };

/** True for what stands for a type that isn't known. */
export function isUnread({ form }: FoundType): boolean {
  return form.kind === 'facts' && form.facts === unread;
}

const nothing: Mentions = { secure: false, imported: [] };

const mentionsOfForms = new WeakMap<TypeForm, { readonly template: Template; readonly mentions: Mentions }>();

/** Finds secure types in the files of one evaluation. */
export class SecureTypes {
  private readonly files: TemplateFiles;
  private readonly finder: TypeFinder;
  private readonly known = new Map<TypeForm, boolean>();
  private readonly hidesUnread: boolean;

  /** @param hidesUnread whether a type of a file that isn't there counts as one that may be secret, not as one that is none */
  constructor(files: TemplateFiles, hidesUnread: boolean) {
    this.files = files;
    this.hidesUnread = hidesUnread;
    this.finder = new TypeFinder(files);
  }

  /** The types of what a parameter or output declares; none if no part of it is secret. */
  kindsOf(declared: Typed, scope: TypeScope): Kinds {
    const { type, form } = declared;
    if (!type.secure && (form === undefined || !this.mayHold(form, scope))) return [];
    const found = this.finder.typeOf(declared, scope);
    // A type that leads nowhere is still what the decorator says.
    if (found === null) return type.secure ? [secureUnknown(type, scope)] : this.unread(scope);
    return this.alternatives([found]);
  }

  /** The types of a property, as far as a part of it is secret. */
  ofProperty(kinds: Kinds, name: string): Kinds {
    const folded = name.toLowerCase();
    return this.parts(kinds, (form) => {
      if (form.kind !== 'object') return [];
      const known = form.properties.find((property) => property.name.toLowerCase() === folded)?.type ?? form.rest;
      return known === null ? [] : [known];
    });
  }

  /** The types of an element, as far as a part of it is secret; `index` is null if its position depends on a condition. */
  ofElement(kinds: Kinds, index: number | null): Kinds {
    return this.parts(kinds, (form) => {
      if (form.kind === 'array') return [form.element];
      if (form.kind !== 'tuple') return [];
      return index === null ? form.items : form.items.slice(index, index + 1);
    });
  }

  private parts(kinds: Kinds, partsOf: (form: FoundType['form']) => readonly TypeForm[]): Kinds {
    const found: FoundType[] = [];
    for (const { form, scope } of kinds) {
      for (const part of partsOf(form)) {
        if (!this.mayHold(part, scope)) continue;
        const kind = this.finder.find(part, scope);
        if (kind === null) found.push(...this.unread(scope));
        else found.push(kind);
      }
    }
    return this.alternatives(found);
  }

  /** The members of unions in place of these. */
  private alternatives(kinds: Kinds): Kinds {
    if (kinds.every(({ form }) => form.kind !== 'union' && form.kind !== 'tagged')) return kinds;
    const found: FoundType[] = [];
    const pending = [...kinds];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { form, scope, secure } = next;
      if (found.length + pending.length > mostKinds) return [{ ...next, secure: true }];
      if (form.kind !== 'union' && form.kind !== 'tagged') {
        found.push(next);
        continue;
      }
      for (const member of form.members) {
        const kind = this.finder.find(member, scope);
        for (const each of kind === null ? this.unread(scope) : [kind])
          pending.push(secure ? { ...each, secure } : each);
      }
    }
    return found;
  }

  private unread(scope: TypeScope): Kinds {
    return this.hidesUnread ? [{ form: { kind: 'facts', facts: unread }, scope, nullable: true, secure: false }] : [];
  }

  /** False for a type of which surely no part is secret. */
  private mayHold(form: TypeForm, scope: TypeScope): boolean {
    const { secure, imported } = mentionsOf(form, scope.template);
    if (secure || imported.length === 0) return secure;
    const known = this.known.get(form);
    if (known !== undefined) return known;
    // Until it is known, a type that holds itself adds nothing to it.
    this.known.set(form, false);
    const found = imported.some(({ path, name }) => this.mayHoldImported(name, path, scope));
    this.known.set(form, found);
    return found;
  }

  private mayHoldImported(name: string, path: string, { file }: TypeScope): boolean {
    const found = this.files.load(file, path);
    if (isMissing(found)) return this.hidesUnread;
    const { template } = found.lowered;
    const declared = typesOf(template).get(keyOf(template, name));
    if (declared === undefined) return false;
    const { type, form } = declared;
    return type.secure || (form !== undefined && this.mayHold(form, { file: found.file, template }));
  }
}

function secureUnknown(type: Typed['type'], scope: TypeScope): FoundType {
  return { form: { kind: 'facts', facts: type }, scope, nullable: true, secure: true };
}

function mentionsOf(form: TypeForm, template: Template): Mentions {
  if (form.kind === 'facts') return form.facts.secure ? { secure: true, imported: [] } : nothing;
  const known = mentionsOfForms.get(form);
  if (known?.template === template) return known.mentions;
  const mentions = findMentions(form, template);
  mentionsOfForms.set(form, { template, mentions });
  return mentions;
}

/** Follows a type through its file; of one that a part is taken of, all counts. */
function findMentions(root: TypeForm, template: Template): Mentions {
  const imported: { readonly path: string; readonly name: string }[] = [];
  const seen = new Set<TypeForm>();
  const pending = [root];
  for (let form = pending.pop(); form !== undefined; form = pending.pop()) {
    if (seen.has(form)) continue;
    seen.add(form);
    switch (form.kind) {
      case 'secure':
        return { secure: true, imported: [] };
      case 'facts':
        if (form.facts.secure) return { secure: true, imported: [] };
        break;
      case 'name': {
        const { name } = form;
        const declared = typesOf(template).get(keyOf(template, name));
        if (declared?.type.secure === true) return { secure: true, imported: [] };
        if (declared?.form !== undefined) pending.push(declared.form);
        if (declared !== undefined) break;
        for (const { symbols, path } of importsOf(template)) {
          const symbol = symbols?.find(({ local }) => local === name);
          if (symbol !== undefined) imported.push({ path, name: symbol.exported });
        }
        break;
      }
      case 'part': {
        const { of, part } = form;
        const space =
          of.kind === 'name' && part.kind === 'property'
            ? importsOf(template).find(({ symbols, name }) => symbols === null && name === of.name)
            : undefined;
        if (space !== undefined && part.kind === 'property') imported.push({ path: space.path, name: part.name });
        else pending.push(of);
        break;
      }
      case 'nullability':
        pending.push(form.of);
        break;
      case 'object':
        for (const { type } of form.properties) pending.push(type);
        if (form.rest !== null) pending.push(form.rest);
        break;
      case 'array':
        pending.push(form.element);
        break;
      case 'tuple':
        pending.push(...form.items);
        break;
      case 'union':
      case 'tagged':
        pending.push(...form.members);
        break;
    }
  }
  return { secure: false, imported };
}
