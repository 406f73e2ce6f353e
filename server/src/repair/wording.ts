/** How a file says what an intent wants: values that name resources, and the resources that are declared for that. */
import type { ResourceKey } from '../deployment/intent.ts';
import type { AskedParameter, NewResource, NewValue, Reference, Target } from '../deployment/new-resource.ts';
import type { ResourceDeclaration } from '../template/ir.ts';
import type { Span } from '../text/span.ts';
import { type Anchor, anchorAt, anchorInTemplate, nowhere, placeOf, spanBehind } from './anchor.ts';
import { type CopiedDraft, type Draft, literal, type ResourceDraft, type ResourceHandle } from './draft.ts';
import { findExpression, isRepeatable } from './expressions.ts';
import { givingModule, type NewOutput, outputOf } from './hand-over.ts';
import { handleOf, nameOf } from './handles.ts';
import { ModuleOutputs, moduleHandle, waitsFor } from './module-outputs.ts';
import { wordsOf } from './names.ts';
import { type NewModule, newModule } from './new-module.ts';
import { versionOfNew } from './new-version.ts';
import { askFor, parameterNamed } from './pass-parameter.ts';
import { type Step, useOf } from './plan-set.ts';
import {
  conditionsOf,
  declarationOf,
  distinctConditions,
  expressionDraft,
  isOfTemplate,
  labelOf,
  type Site,
  type Sites,
} from './site.ts';
import { draftOf } from './value-draft.ts';

/** What a text names: what must be deployed before, and the conditions under which that is. */
export interface Needs {
  readonly dependsOn: ResourceHandle[];
  readonly conditions: CopiedDraft[];
}

interface Made {
  readonly anchor: Anchor;
  readonly behind: Span;
  readonly draft: ResourceDraft;
  /** Null if the text declares it itself. */
  readonly module: NewModule | null;
  /** What else it takes to declare it. */
  readonly brings: Wording;
}

/** The words of one file for the intents of one repair, with all that they bring along. */
export class Wording {
  private readonly sites: Sites;
  private readonly site: Site;
  /** Where all new resources stand; null if each says beside what it stands. */
  private readonly anchor: Anchor | null;
  private readonly made: Made[] = [];
  /** What is worded in modules so that they give it, and the outputs that do. */
  private readonly handed: { readonly wording: Wording; readonly output: NewOutput }[] = [];
  private readonly asked = new Map<string, { readonly parameter: AskedParameter; readonly isNew: boolean }>();

  constructor(sites: Sites, site: Site, anchor: Anchor | null = null) {
    this.sites = sites;
    this.site = site;
    this.anchor = anchor;
  }

  /** Null if the file can't say it. */
  value(value: NewValue, needs: Needs, user: string | null): Draft | null {
    return draftOf(value, (reference) => this.reference(reference, needs, user));
  }

  /** The id of a resource that the file declares, or that a module gives it or can give it; of a new one after declaring it. */
  id(target: Target, needs: Needs, user: string | null): Draft | null {
    if (typeof target !== 'string') return this.handedOver(target, user) ?? this.idOfNew(target, needs, user);
    const of = this.handle(target, needs, user);
    if (of !== null) return { kind: 'id', of };
    if (this.sites.declaring(target) === this.site) return null;
    const given = new ModuleOutputs(this.sites, this.site, user ?? '').idOf(target);
    if (given === null) return this.handedOver(target, user);
    needs.dependsOn.push(given.module);
    return given.id;
  }

  /** The id of a resource of a module that this file calls, as a new output of that; null if the module has no business with it. */
  private handedOver(target: Target, user: string | null): Draft | null {
    const { sites, site } = this;
    const key = typeof target === 'string' ? target : target.beside;
    const giving = givingModule(sites, site, key, user);
    if (giving === null) return null;
    const { module, call } = giving;
    const wording = new Wording(sites, module);
    const needs: Needs = { dependsOn: [], conditions: [] };
    const of = wording.named(target, needs, null);
    // What a condition brings has no id to give.
    if (of === null || needs.conditions.length > 0) return null;
    const label = typeof target === 'string' ? labelOf(module, key) : target.name;
    const given = sites.once(`output ${JSON.stringify(of)} of ${module.file}`, () =>
      outputOf(module, key, of, typeof label === 'string' ? label : (of.symbolicName ?? '')),
    );
    this.handed.push({ wording, output: given });
    return { kind: 'output', module: moduleHandle(call.name), name: given.output.name };
  }

  /** Declares a resource; null if it can't be declared in this file. */
  declare(resource: NewResource, needs: Needs, user: string | null): ResourceHandle | null {
    const made = this.madeOnce(resource, user);
    return made === null || made.module !== null ? null : this.use(made, needs).handle;
  }

  private idOfNew(resource: NewResource, needs: Needs, user: string | null): Draft | null {
    const made = this.madeOnce(resource, user);
    if (made === null) return null;
    const { handle, conditions } = this.use(made, needs);
    if (made.module === null) return { kind: 'id', of: handle };
    const { symbolicName } = made.module.call;
    return { kind: 'output', module: moduleHandle(symbolicName), name: 'id', conditional: conditions.length > 0 };
  }

  private madeOnce(resource: NewResource, user: string | null): Made | null {
    const question = `resource ${JSON.stringify(resource)} for ${user} in ${this.site.key}`;
    return this.sites.once(question, () => this.make(resource, user));
  }

  private use(made: Made, needs: Needs): ResourceDraft {
    this.bring(made);
    if (made.module === null) needs.dependsOn.push(made.draft.handle);
    needs.conditions.push(...made.draft.conditions);
    return made.draft;
  }

  /** Declares all that was worded, and asks for what has to be given; null if a parameter can't be passed. */
  step(): Step | null {
    const asked = [...this.asked].filter(([, { isNew }]) => isNew);
    const passed = asked.map(
      ([
        name,
        {
          parameter: { description },
        },
      ]) =>
        askFor(this.sites, this.site, {
          parameter: name,
          description: `${description}.`,
          title: `the ${lowerFirst(description)}`,
        }),
    );
    const inModules = this.handed.map(({ wording }) => wording.step());
    if ([...passed, ...inModules].some((step) => step === null)) return null;
    return (changes) => {
      for (const step of [...passed, ...inModules]) step?.(changes);
      for (const { behind, draft, module } of this.made) {
        changes.in(this.site.file).declare(behind, [module?.call ?? draft]);
        if (module !== null) callOf(module)(changes);
      }
      for (const {
        wording,
        output: { behind, label, output },
      } of this.handed) {
        changes.in(wording.site.file).declareOutput(behind, output);
        changes.note(`the new output ${output.name} gives the id of ${label}`);
      }
    };
  }

  /** True if something of what was worded is declared there. */
  declaresAt(anchor: Anchor): boolean {
    return this.made.some((made) => made.anchor === anchor);
  }

  private bring(made: Made): void {
    for (const inner of made.brings.made) this.bring(inner);
    this.handed.push(...made.brings.handed);
    for (const [name, asked] of made.brings.asked) this.asked.set(name, asked);
    if (!this.made.includes(made)) this.made.push(made);
  }

  /** Null if the file can't say it. @param user the symbolic name of what is to say it: nothing that waits for it can be named */
  reference(reference: Reference, needs: Needs, user: string | null): Draft | null {
    switch (reference.take) {
      case 'id':
        return this.id(reference.of, needs, user);
      case 'childId':
        return this.childId(reference, needs, user);
      case 'name':
        return nameOf(this.site, reference.of) ?? this.passedName(reference.of) ?? this.decidedName(reference.of);
      case 'property': {
        const of = this.deployed(reference.of, needs, user);
        return of === null ? this.parameter(reference.otherwise) : { kind: 'property', of, path: reference.path };
      }
      case 'written':
        return this.written(reference.of, reference.path) ?? this.parameter(reference.otherwise);
      case 'text': {
        const parts = reference.parts.map((part) => this.value(part, needs, user));
        return parts.some((part) => part === null)
          ? null
          : { kind: 'joined', parts: parts.flatMap((part) => part ?? []) };
      }
      case 'parameter':
        return this.parameter(reference);
    }
  }

  private childId(
    { of, child, name }: Extract<Reference, { readonly take: 'childId' }>,
    needs: Needs,
    user: string | null,
  ): Draft | null {
    const parent = this.handle(of, needs, user);
    if (parent === null) return null;
    const names = [...parent.names, literal(name)];
    return { kind: 'id', of: { type: `${parent.type}/${child}`, symbolicName: null, names, elementOf: parent } };
  }

  /** How the file names a resource that it declares, or that is declared in it for that. */
  private named(target: Target, needs: Needs, user: string | null): ResourceHandle | null {
    return typeof target === 'string' ? this.handle(target, needs, user) : this.declare(target, needs, user);
  }

  /** How the file names a resource of the deployment that may be used. */
  private handle(key: ResourceKey, needs: Needs, user: string | null): ResourceHandle | null {
    const declaration = declarationOf(this.site, key);
    const handle = declaration === null ? null : handleOf(this.site, key);
    if (declaration === null || handle === null || !isOfTemplate(this.site, declaration)) return null;
    const { symbolicName } = declaration;
    const { template } = this.site.lowered;
    if (user !== null && symbolicName !== null && waitsFor(template, symbolicName, user)) return null;
    if (!declaration.existing) needs.dependsOn.push(handle);
    needs.conditions.push(...conditionsOf(this.site, declaration));
    return handle;
  }

  /** One that the file deploys itself, in all cases: only of such a one Azure says something. */
  private deployed(key: ResourceKey, needs: Needs, user: string | null): ResourceHandle | null {
    const declaration = declarationOf(this.site, key);
    if (declaration === null || declaration.existing || conditionsOf(this.site, declaration).length > 0) return null;
    return this.handle(key, needs, user);
  }

  /** Text of a loop or another file says nothing here. */
  private written(key: ResourceKey, path: string): Draft | null {
    const [leaf, ...others] = this.site.deployment.locate(key, path);
    const use = leaf === undefined ? undefined : useOf(leaf);
    if (use === undefined || others.length > 0 || use.file !== this.site.file || leaf?.end.missing.length !== 0)
      return null;
    const found = findExpression(this.site.lowered, use.node);
    return found === null || found.bound ? null : expressionDraft(this.site, found.expression);
  }

  private decidedName(key: ResourceKey): Draft | null {
    const name = this.site.decided(() => this.site.deployment.viewOf(key)?.name ?? null);
    return name === null ? null : literal(name);
  }

  /** What the file passes to a module as the name of what that declares, if that can be repeated anywhere in the file. */
  private passedName(key: ResourceKey): Draft | null {
    const leaves = this.site.deployment.locate(key, 'name');
    const nodes = new Set(leaves.map(({ chain }) => chain.find(({ file }) => file === this.site.file)?.node));
    const [node, ...others] = nodes;
    const isWhole = leaves.every(({ end }) => end.missing.length === 0);
    if (node === undefined || others.length > 0 || !isWhole) return null;
    const found = findExpression(this.site.lowered, node);
    return found === null || found.bound || !isRepeatable(found.expression)
      ? null
      : expressionDraft(this.site, found.expression);
  }

  private parameter(asked: AskedParameter): Draft {
    const { name, isNew } = parameterNamed(this.sites, this.site, asked.name);
    this.asked.set(name, { parameter: asked, isNew });
    return { kind: 'parameter', name };
  }

  private make(resource: NewResource, user: string | null): Made | null {
    const { sites, site } = this;
    const anchor = anchorInTemplate(site, resource.beside) ?? this.anchor ?? anchorAt(site, resource.beside);
    const apiVersion = versionOfNew(site, resource.type, anchor?.neighbour ?? null);
    const level = resource.place === 'subscription' ? 'subscription' : 'resourceGroup';
    if (anchor === null || apiVersion === null) return null;
    const isHeld = sites.canHold(site, resource.type, level);
    if (!isHeld && anchor.scope === null) return null;
    const brings = new Wording(sites, site, this.anchor);
    const needs: Needs = { dependsOn: [], conditions: [...anchor.conditions] };
    const owner = resource.parent ?? resource.scope;
    const of = owner === undefined ? null : brings.named(owner, needs, user);
    const name = brings.value(resource.name, needs, user);
    const settings = brings.value(resource.settings ?? {}, needs, user);
    const properties = resource.properties && brings.value(resource.properties, needs, user);
    if (name === null || settings?.kind !== 'object') return null;
    if (resource.properties !== null && properties?.kind !== 'object') return null;
    // What isn't declared by itself has no symbol that a parent or scope could name.
    if (owner !== undefined && (of === null || of.elementOf !== null)) return null;
    const place = of === null ? placeOf(resource, anchor) : nowhere;
    if (place === null) return null;
    const parent = resource.parent === undefined ? null : of;
    // Whoever wants the same resource, it is declared once, and in one file.
    if (sites.once(`home of ${JSON.stringify(resource)}`, () => site.file) !== site.file) return null;
    const draft = sites.once(
      `draft of ${JSON.stringify(resource)} in ${site.file}`,
      (): ResourceDraft => ({
        handle: {
          type: resource.type,
          symbolicName: site.symbolicName(distinctive(resource.words)),
          names: parent === null ? [name] : [...parent.names, name],
          elementOf: null,
        },
        apiVersion,
        parent,
        ...(resource.scope === undefined || of === null ? {} : { scope: of }),
        name,
        ...place,
        ...(settings.properties.length === 0 ? {} : { settings: settings.properties }),
        properties: properties?.kind === 'object' ? properties : null,
        conditions: distinctConditions(needs.conditions),
        dependsOn: distinctHandles(needs.dependsOn),
      }),
    );
    const module = isHeld || anchor.scope === null ? null : newModule(sites, site, resource, draft, anchor.scope);
    const behind = spanBehind(site, resource, anchor);
    return isHeld || module !== null ? { anchor, behind, draft, module, brings } : null;
  }
}

/** What it takes to call a new module: its file, and a word about that in the title. */
function callOf({ call, file }: NewModule): Step {
  return (changes) => {
    if (file !== null) changes.make(file);
    changes.note(`${file === null ? '' : 'the new file '}${call.module} declares it`);
  };
}

/** True if a declaration is deployed only where all that a text of it names is. */
export function isUnder(site: Site, declaration: ResourceDeclaration | null, { conditions }: Needs): boolean {
  const own = declaration === null ? [] : conditionsOf(site, declaration);
  return conditions.every(({ span }) => own.some((other) => other.span.start === span.start));
}

/** Without what says that it is named for a subnet. */
function distinctive(words: readonly string[]): readonly string[] {
  const [kind, ...more] = words.flatMap(wordsOf).reverse();
  if (kind === undefined) return words;
  const telling = more.reverse().filter((word) => word !== 'snet' && word !== 'subnet');
  return [...(telling.length > 0 || more.length === 0 ? telling : ['subnet']), kind];
}

function distinctHandles(handles: readonly ResourceHandle[]): ResourceHandle[] {
  return handles.filter((handle, index) => handles.findIndex((other) => isSame(other, handle)) === index);
}

function isSame(one: ResourceHandle, other: ResourceHandle): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function lowerFirst(text: string): string {
  return /^[A-Z][A-Z]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
