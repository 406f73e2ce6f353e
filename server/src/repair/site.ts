/** What planning a repair needs to know of the deployment and its file: how to name resources, and what to imitate. */
import { attempt } from '../deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../deployment/build.ts';
import type { DeclaredAs, Deployment, FileNode } from '../deployment/deployment.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { IsOwned } from '../deployment/levers.ts';
import type { Expression, ModuleDeclaration, ResourceDeclaration, TemplateScope } from '../template/ir.ts';
import type { LoweredFile } from '../template/lowered.ts';
import { contains, type Span } from '../text/span.ts';
import { type CopiedDraft, type Draft, literal } from './draft.ts';
import { embeddedIn, moduleNamed, outermostOf } from './embedded.ts';
import { type FoundExpression, findExpression, memberOf } from './expressions.ts';
import { NewNames, nameWriter } from './names.ts';
import { type Refusal, refusalOfScope } from './verify.ts';

/** The texts that a deployment was made of, which of them may be changed, and what depends on them besides. */
export interface RepairFiles {
  readonly isOwned: IsOwned;
  /** The text of a file of the deployment, or of one that calls a template of it; null if it can't be had. */
  text(file: string): string | null;
  /** A file in the folder of another, with its text, or null where there is none; null if it isn't the author's, or nobody can tell. */
  fileBeside(file: string, name: string): { readonly path: string; readonly text: string | null } | null;
  /** The calls of a template in all files that there are, of this deployment or another; null if these can't be known. */
  callsOf(file: string): readonly WrittenCall[] | null;
}

/** A module call as a file writes it. */
export interface WrittenCall {
  readonly file: string;
  readonly lowered: LoweredFile;
  readonly declaration: ModuleDeclaration;
}

export interface Site {
  readonly deployment: Deployment;
  /** The file that is changed: the deployment's own or a module of it. */
  readonly file: string;
  /** Tells it from other templates, those of the same file too. */
  readonly key: string;
  /** The deployment in whose declaration the template is written, with names of its own; null for the template that the file is. */
  readonly within: ModuleDeclaration | null;
  /** The file, with the template instead of the one that surrounds it. */
  readonly lowered: LoweredFile;
  readonly language: 'bicep' | 'arm';
  /** True if resources have symbolic names: Bicep, and JSON whose `resources` are an object. */
  readonly hasSymbolicNames: boolean;
  /** A name for a new resource, made of words that say what it is; never the same twice. */
  symbolicName(words: readonly string[]): string | null;
  /** A name for a new parameter. */
  parameterName(name: string): string;
  /** A read of the deployment's views; null if it can't be decided. */
  decided<T>(read: () => T): T | null;
}

/** The files of a deployment that may be changed. */
export class Sites {
  readonly deployment: EvaluatedDeployment;
  readonly isOwned: IsOwned;
  private readonly files: RepairFiles;
  private readonly known = new Map<string, Site | null>();
  private readonly made = new Map<string, { readonly made: unknown; readonly takeAgain: () => void }>();
  private readonly names = new NewNames();
  private refusal: Refusal | null = null;
  /** Files of other deployments that call templates of this one. */
  private readonly callers = new Map<string, LoweredFile>();

  constructor(deployment: EvaluatedDeployment, files: RepairFiles) {
    this.deployment = deployment;
    this.files = files;
    this.isOwned = files.isOwned;
  }

  /** Where the author's files call a template, each text once: in this deployment and in others. Null if that can't be known. */
  callsOf(file: string): readonly FileNode[] | null {
    const elsewhere = this.files.callsOf(file);
    if (elsewhere === null) return null;
    const calls = new Map<string, FileNode>();
    const add = (caller: string, { inline, nameNode }: ModuleDeclaration): void => {
      if (inline === null) calls.set(`${caller}#${nameNode}`, { file: caller, node: nameNode });
    };
    for (const { declaration, caller, callee } of this.deployment.index.program.calls)
      if (callee.file === file) add(caller.file, declaration);
    for (const { file: caller, lowered, declaration } of elsewhere) {
      this.callers.set(caller, lowered);
      add(caller, declaration);
    }
    return [...calls.values()];
  }

  /** What several intents of one repair need, made once: a name, a zone. Equal questions must have answers of one type. */
  once<T>(question: string, make: () => T): T {
    const known = this.made.get(question);
    known?.takeAgain();
    if (known !== undefined) return known.made as T;
    const making = this.names.made(make);
    this.made.set(question, making);
    return making.made;
  }

  /** Ways of which only one is written, so that each may give new things the same names. */
  alternatives<One, Way>(of: readonly One[], plan: (one: One) => readonly Way[]): readonly Way[] {
    return this.names.alternatives(of, plan);
  }

  /** Null if the file isn't a template of the author's. */
  of(file: string): Site | null {
    const known = this.known.get(file);
    if (known !== undefined) return known;
    const lowered = this.lowered(file);
    const site = lowered === null ? null : siteOf(this.deployment, file, lowered, null, this.names);
    this.known.set(file, site);
    return site;
  }

  /** The site of the template that declares a resource; null if that isn't the author's. */
  declaring(key: ResourceKey): Site | null {
    const declared = this.deployment.declaredAs(key);
    if (declared === null) return null;
    if (declared.kind === 'element') return this.declaring(declared.parent);
    return this.holding(declared.file, outermostOf(declared.declaration));
  }

  /** The site of the template whose own declaration this is: the file's, or one that is written into it and has names of its own. */
  holding(file: string, declaration: ResourceDeclaration | ModuleDeclaration): Site | null {
    const lowered = this.lowered(file);
    const within = lowered === null ? undefined : embeddedIn(lowered).get(declaration);
    if (lowered === null || within?.inline == null) return this.of(file);
    const question = `${file}#${within.node}`;
    const known = this.known.get(question);
    if (known !== undefined) return known;
    const inside = { ...lowered, template: within.inline.template };
    const site = siteOf(this.deployment, file, inside, within, this.names);
    this.known.set(question, site);
    return site;
  }

  /** The site of the template that holds a call, by the node of the call's name. */
  calling({ file, node }: FileNode): Site | null {
    const declaration = moduleNamed(this.lowered(file)?.template ?? null, node);
    return declaration === null ? null : this.holding(file, declaration);
  }

  /** True if a template may declare a resource of a type that stands in a scope of this kind. */
  canHold({ lowered }: Site, type: string, level: TemplateScope): boolean {
    const refusal = refusalOfScope(type, level, lowered.template.scope);
    if (refusal !== null) this.refuse(refusal);
    return refusal === null;
  }

  /** Remembers why something can't be planned; the first reason counts. */
  refuse(refusal: Refusal): void {
    this.refusal ??= refusal;
  }

  /** Why something couldn't be planned; null if nothing was refused. */
  get obstacle(): Refusal | null {
    return this.refusal;
  }

  /** A file of the author's, be it a parameter file; null if it is none. */
  lowered(file: string): LoweredFile | null {
    return this.isOwned(file) ? (this.deployment.files.get(file) ?? this.callers.get(file) ?? null) : null;
  }

  /** The expression at a place; null if it isn't in a file of the author's. */
  expressionAt(place: FileNode | null | undefined): FoundExpression | null {
    const lowered = place ? this.lowered(place.file) : null;
    return place && lowered ? findExpression(lowered, place.node) : null;
  }

  /** The text of a file of the author's; null if it can't be had. */
  text(file: string): string | null {
    return this.isOwned(file) ? this.files.text(file) : null;
  }

  /** A file in the folder of another, with its text, or null where there is none; null if it isn't the author's, or nobody can tell. */
  fileBeside(file: string, name: string): ReturnType<RepairFiles['fileBeside']> {
    return this.files.fileBeside(file, name);
  }

  /** A part of the text of a file of the author's; empty if that can't be had. */
  textAt(file: string, { start, end }: Span): string {
    return this.files.text(file)?.slice(start, end) ?? '';
  }

  /** Where a place stands; null if it isn't in a file of the author's. */
  spanAt(place: FileNode | null | undefined): Span | null {
    if (place === null || place === undefined) return null;
    return this.lowered(place.file)?.spans.spanOf(place.node) ?? null;
  }
}

function siteOf(
  deployment: Deployment,
  file: string,
  lowered: LoweredFile,
  within: ModuleDeclaration | null,
  made: NewNames,
): Site | null {
  if (lowered.language !== 'bicep' && lowered.language !== 'arm') return null;
  const { language } = lowered;
  const { declarations } = lowered.template;
  const symbols = symbolsOf(declarations.filter((declaration) => declaration.kind === 'resource'));
  const hasSymbolicNames = language === 'bicep' || symbols.length > 0;
  const declared = declarations.map(({ name }) => name).filter((name) => name !== '');
  const key = within === null ? file : `${file}#${within.node}`;
  const names = nameWriter([...declared, ...symbols], symbols, made.of(key));
  return {
    deployment,
    file,
    key,
    within,
    lowered,
    language,
    hasSymbolicNames,
    symbolicName: (words) => (hasSymbolicNames ? names.symbol(words) : null),
    parameterName: names.parameter,
    decided: (read) => attempt(read) ?? null,
  };
}

function symbolsOf(declarations: readonly ResourceDeclaration[]): string[] {
  return declarations.flatMap(({ symbolicName, nested }) => [
    ...(symbolicName === null ? [] : [symbolicName]),
    ...symbolsOf(nested),
  ]);
}

/** The span of a node of the site's file; null if the node is of another file. */
export function spanAt(site: Site, place: FileNode | null | undefined): Span | null {
  if (place === null || place === undefined || place.file !== site.file) return null;
  return site.lowered.spans.spanOf(place.node);
}

/** True if the text at the place is (part of) the default of a parameter. */
export function isInParameterDefault(site: Site, place: FileNode | undefined): boolean {
  const span = spanAt(site, place);
  if (span === null) return false;
  return site.lowered.template.declarations.some(
    (declaration) =>
      declaration.kind === 'parameter' &&
      declaration.default !== null &&
      contains(site.lowered.spans.spanOf(declaration.default.node), span),
  );
}

/** The declaration of a resource, or of the resource whose array holds it. Null in a loop, where one text stands for many resources. */
export function declarationOf(site: Site, key: ResourceKey): ResourceDeclaration | null {
  const declared = site.deployment.declaredAs(key);
  if (declared === null || declared.file !== site.file) return null;
  if (declared.kind === 'element') return declarationOf(site, declared.parent);
  return isLooped(declared.declaration) ? null : declared.declaration;
}

/**
 * True if the file's template declares it itself. What a nested deployment declares may not be named in `dependsOn` outside of it, nor read
 * the template's parameters where they have a scope of their own.
 */
export function isOfTemplate(site: Site, declaration: ResourceDeclaration): boolean {
  return site.lowered.template.declarations.includes(outermostOf(declaration));
}

/** True if a loop declares it, or what surrounds it: one text then stands for many resources. */
export function isLooped(declaration: ResourceDeclaration): boolean {
  if (declaration.loop !== null) return true;
  return declaration.parent?.kind === 'surrounding' && isLooped(declaration.parent.declaration);
}

/** Tells the text that declares a resource from others. */
export function declaringText(declared: DeclaredAs | null): string | null {
  if (declared === null) return null;
  const node = declared.kind === 'element' ? declared.element : declared.declaration.node;
  return `${declared.file}#${node}`;
}

/** The text that declares the resource, or the resource whose array holds it. */
export function declarationSpan(site: Site, declaration: ResourceDeclaration): Span {
  return site.lowered.spans.spanOf(declaration.node);
}

/** A draft that says the same as an expression of the file. */
export function expressionDraft(site: Site, expression: Expression): Draft {
  const { kind } = expression;
  if (kind === 'literal' && typeof expression.value !== 'bigint') return literal(expression.value);
  return { kind: 'copied', span: site.lowered.spans.spanOf(expression.node) };
}

/** A property of a declaration's body, to be written again elsewhere. Null if the body has none in plain sight. */
export function bodyProperty(site: Site, declaration: ResourceDeclaration, key: string): Draft | null {
  const value = memberOf(declaration.body, key);
  return value === null ? null : expressionDraft(site, value);
}

/** The tags of a declaration if they are no more than a name, so that writing them again says the same thing once more. */
export function simpleTags(site: Site, declaration: ResourceDeclaration): Draft | null {
  const tags = memberOf(declaration.body, 'tags');
  return tags?.kind === 'name' ? expressionDraft(site, tags) : null;
}

/** The conditions under which a declaration is deployed, its own and those of the declarations around it. */
export function conditionsOf(site: Site, declaration: ResourceDeclaration): CopiedDraft[] {
  const { condition, parent } = declaration;
  const outer = parent?.kind === 'surrounding' ? conditionsOf(site, parent.declaration) : [];
  if (condition === null) return outer;
  return [...outer, { kind: 'copied', span: site.lowered.spans.spanOf(condition.node) }];
}

/** The conditions without repetitions of the same text. */
export function distinctConditions(conditions: readonly CopiedDraft[]): CopiedDraft[] {
  return conditions.filter(
    (condition, index) => conditions.findIndex((other) => other.span.start === condition.span.start) === index,
  );
}

/** The key of a resource's parent, if the deployment has it. */
export function parentKey(site: Site, key: ResourceKey): ResourceKey | null {
  const declared = site.deployment.declaredAs(key);
  if (declared?.kind === 'element') return declared.parent;
  return site.decided(() => site.deployment.viewOf(key)?.parent() ?? null)?.key ?? null;
}

/** The name of a resource as far as it is known, for making other names of it. */
export function labelOf(site: Site, key: ResourceKey): string {
  const view = site.deployment.viewOf(key);
  return view === null ? '' : (attempt(() => view.name) ?? view.symbolicName ?? '');
}

/**
 * An apiVersion of Microsoft.Network that the file already uses, for types that share its versions; from 2020-03-01 on every stable version
 * has all of them, private endpoints and zone groups included. Source: bicep-types-az.
 */
export function networkApiVersion(site: Site, preferred: readonly ResourceDeclaration[]): string {
  const declared = site.lowered.template.declarations.filter((declaration) => declaration.kind === 'resource');
  for (const { type, apiVersion } of [...preferred, ...declared]) {
    if (apiVersion === null || !/^\d{4}-\d\d-\d\d$/.test(apiVersion) || apiVersion < '2020-03-01') continue;
    if (sharedVersions.has(type.toLowerCase().split('/').slice(0, 2).join('/'))) return apiVersion;
  }
  return '2024-05-01';
}

const sharedVersions: ReadonlySet<string> = new Set([
  'microsoft.network/virtualnetworks',
  'microsoft.network/networksecuritygroups',
  'microsoft.network/privateendpoints',
  'microsoft.network/networkinterfaces',
  'microsoft.network/publicipaddresses',
  'microsoft.network/routetables',
  'microsoft.network/loadbalancers',
  'microsoft.network/applicationgateways',
]);
