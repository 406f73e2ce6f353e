import type { TextEdit } from '../text/edit.ts';
import { type Span, spanOf } from '../text/span.ts';
import type {
  DeclarationDraft,
  Draft,
  ObjectDraft,
  OutputDeclarationDraft,
  ParameterDeclarationDraft,
  ResourceDraft,
  ResourceHandle,
} from './draft.ts';
import { allOf } from './list-edit.ts';
import type { NewFile } from './new-module.ts';
import type { TemplateWriter, VersionPlaces } from './writer.ts';

/** What a repair changes, file by file. */
export class ChangeSet {
  private readonly byFile = new Map<string, Changes>();
  private readonly askedFor = new Set<string>();
  private readonly notes: string[] = [];
  private readonly made = new Map<string, string>();
  private conflict = false;
  private choice: string | null = null;

  /** Makes a file. */
  make({ path, text }: NewFile): void {
    if (this.made.has(path) && this.made.get(path) !== text) this.conflict = true;
    this.made.set(path, text);
  }

  /** The parameter is new, and whoever deploys the template has to give it a value. */
  ask(parameter: string): void {
    this.askedFor.add(parameter);
  }

  /** Says in the title what is changed besides what it says already; completes "; ...". */
  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  /** Says what was chosen where a person may choose otherwise; completes "; ...". */
  choose(text: string): void {
    this.choice = text;
  }

  in(file: string): Changes {
    const known = this.byFile.get(file) ?? new Changes();
    this.byFile.set(file, known);
    return known;
  }

  /** Null if a part can't be written. */
  write(writerOf: (file: string) => TemplateWriter | null): RepairPlan | null {
    if (this.conflict) return null;
    const edits: FileEdits[] = [];
    for (const [path, changes] of this.byFile) {
      const writer = writerOf(path);
      const written = writer === null ? null : changes.write(writer);
      if (written === null) return null;
      if (written.length > 0) edits.push({ path, edits: written });
    }
    for (const [path, newText] of this.made)
      edits.push({ path, creates: true, edits: [{ span: spanOf(0, 0), newText }] });
    return { edits, asks: [...this.askedFor], notes: this.notes, choice: this.choice };
  }
}

/** One way to carry out a repair. */
export interface RepairPlan {
  readonly edits: readonly FileEdits[];
  /** New parameters to which whoever deploys the template has to give a value. */
  readonly asks: readonly string[];
  /** What is changed besides, each completing "; ...". */
  readonly notes: readonly string[];
  /** What a person chooses with this way; null if there is nothing to choose. */
  readonly choice: string | null;
}

export interface FileEdits {
  readonly path: string;
  /** True if there is no such file yet; its edits are those of an empty text. */
  readonly creates?: true;
  readonly edits: readonly TextEdit[];
}

/**
 * What a repair changes in one file, collected before anything is written: several intents may add to one object, and each list is edited
 * once.
 */
export class Changes {
  private readonly replacements = new Map<string, { readonly at: Span; readonly draft: Draft }>();
  private readonly additions = new Map<string, { readonly object: Span; members: ObjectDraft }>();
  private readonly elements = new Map<string, { readonly array: Span; readonly items: Draft[] }>();
  private readonly arguments: { readonly last: Span; readonly draft: Draft }[] = [];
  private readonly removedElements = new Map<string, Span>();
  private readonly removedDeclarations = new Map<string, Span>();
  private readonly removals: { readonly value: Span; readonly key: string }[] = [];
  private readonly declarations: { readonly behind: Span; readonly declared: DeclarationDraft[] }[] = [];
  private readonly nestings: { readonly sibling: Span; readonly resources: readonly ResourceDraft[] }[] = [];
  private readonly parameters: { readonly within: Span | null; readonly declared: ParameterDeclarationDraft[] }[] = [];
  private readonly outputs: { readonly behind: Span | null; readonly output: OutputDeclarationDraft }[] = [];
  private readonly dependencies: { readonly resource: Span; readonly on: readonly ResourceHandle[] }[] = [];
  private readonly raised = new Map<string, { readonly places: VersionPlaces; readonly version: string }>();
  private conflict = false;

  replace(at: Span, draft: Draft): void {
    const known = this.replacements.get(keyOf(at));
    if (known !== undefined && !isSame(known.draft, draft)) this.conflict = true;
    this.replacements.set(keyOf(at), { at, draft });
  }

  /** Adds a property at a path below an object; objects on the way are made. */
  add(object: Span, path: readonly string[], value: Draft): void {
    const known = this.additions.get(keyOf(object));
    const members = withProperty(known?.members ?? { kind: 'object', properties: [] }, path, value);
    if (members === null) this.conflict = true;
    else this.additions.set(keyOf(object), { object, members });
  }

  /** Adds elements to an array; those that several intents want there once. */
  addElements(array: Span, items: readonly Draft[]): void {
    const known = this.elements.get(keyOf(array));
    if (known === undefined) this.elements.set(keyOf(array), { array, items: [...items] });
    else known.items.push(...items.filter((item) => !known.items.some((other) => isSame(item, other))));
  }

  /** Adds an argument to a call of a function, behind its last one. */
  addArgument(last: Span, draft: Draft): void {
    const isKnown = this.arguments.some((other) => keyOf(other.last) === keyOf(last) && isSame(other.draft, draft));
    if (!isKnown) this.arguments.push({ last, draft });
  }

  remove(value: Span, key: string): void {
    const isKnown = this.removals.some((other) => keyOf(other.value) === keyOf(value) && other.key === key);
    if (!isKnown) this.removals.push({ value, key });
  }

  /** Removes the innermost element of an array that covers the span, if it is an object. */
  removeElement(within: Span): void {
    this.removedElements.set(keyOf(within), within);
  }

  removeDeclaration(declaration: Span): void {
    this.removedDeclarations.set(keyOf(declaration), declaration);
  }

  /** Declares resources and calls modules; the same drafts once. */
  declare(behind: Span, declarations: readonly DeclarationDraft[]): void {
    const added = declarations.filter((draft) => !this.declarations.some(({ declared }) => declared.includes(draft)));
    if (added.length === 0) return;
    // What stands in one place is written together, so that the lines between are right.
    const there = this.declarations.find((other) => keyOf(other.behind) === keyOf(behind));
    if (there === undefined) this.declarations.push({ behind, declared: added });
    else there.declared.push(...added);
  }

  nest(sibling: Span, resources: readonly ResourceDraft[]): void {
    this.nestings.push({ sibling, resources });
  }

  /** In the template of the file, or in the one that a deployment's declaration holds. */
  declareParameter(parameter: ParameterDeclarationDraft, within: Span | null = null): void {
    const keyIn = (span: Span | null): string => (span === null ? '' : keyOf(span));
    const known = this.parameters.find((other) => keyIn(other.within) === keyIn(within));
    if (known === undefined) this.parameters.push({ within, declared: [parameter] });
    else if (!known.declared.some(({ name }) => name === parameter.name)) known.declared.push(parameter);
  }

  /** Declares an output; the same draft once. */
  declareOutput(behind: Span | null, output: OutputDeclarationDraft): void {
    if (!this.outputs.some((other) => other.output === output)) this.outputs.push({ behind, output });
  }

  /** Has a resource deployed in another apiVersion. */
  raise(places: VersionPlaces, version: string): void {
    this.raised.set(keyOf(places.declaration), { places, version });
  }

  depend(resource: Span, on: readonly ResourceHandle[]): void {
    if (on.length > 0) this.dependencies.push({ resource, on });
  }

  /** The edits, or null if a part can't be written, or parts contradict each other. */
  write(writer: TemplateWriter): readonly TextEdit[] | null {
    if (this.conflict) return null;
    // Where the last property of an object goes, nothing can be added behind it: what is added takes its place.
    return this.editsWith(writer, []) ?? this.editsWith(writer, this.renamings(writer));
  }

  private editsWith(writer: TemplateWriter, renamings: readonly Renaming[]): readonly TextEdit[] | null {
    const isRenamed = (part: object): boolean =>
      renamings.some(({ addition, removal }) => part === addition || part === removal);
    const additions = [...this.additions.values()].filter((addition) => !isRenamed(addition));
    const removals = this.removals.filter((removal) => !isRenamed(removal));
    const parts: (readonly TextEdit[] | null)[] = [
      ...renamings.map(({ edits }) => edits),
      ...[...this.replacements.values()].map(({ at, draft }) => writer.replace(at, draft)),
      ...additions.map(({ object, members }) => writer.addProperties(object, members.properties)),
      ...[...this.elements.values()].map(({ array, items }) => writer.addElements(array, items)),
      ...this.arguments.map(({ last, draft }) => writer.addArgument(last, draft)),
      ...removals.map(({ value, key }) => writer.removeProperty(value, key)),
      writer.removeElements([...this.removedElements.values()]),
      ...[...this.removedDeclarations.values()].map((declaration) => writer.removeDeclaration(declaration)),
      ...[...this.raised.values()].map(({ places, version }) => writer.setApiVersion(places, version)),
      ...this.dependencies.map(({ resource, on }) => writer.addDependencies(resource, on)),
      ...this.declarations.map(({ behind, declared }) => writer.declare(behind, declared)),
      ...this.nestings.map(({ sibling, resources }) => writer.nestResources(sibling, resources)),
      ...this.parameters.map(({ within, declared }) => writer.declareParameters(declared, within)),
      ...this.outputs.map(({ behind, output }) => writer.declareOutput(behind, output)),
    ];
    const edits = allOf(parts);
    return edits === null || overlap(edits) ? null : edits;
  }

  /** Additions of one property to an object from which another is removed. */
  private renamings(writer: TemplateWriter): readonly Renaming[] {
    return [...this.additions.values()].flatMap((addition) => {
      const [property, ...more] = addition.members.properties;
      if (property === undefined || more.length > 0) return [];
      for (const removal of this.removals) {
        const edits = writer.replaceProperty(addition.object, removal.value, removal.key, property);
        if (edits !== null) return [{ addition, removal, edits }];
      }
      return [];
    });
  }
}

/** One property that is written in the place of another. */
interface Renaming {
  readonly addition: object;
  readonly removal: object;
  readonly edits: readonly TextEdit[];
}

/** The object with one more property at a path. Null if something else is already written there. */
function withProperty(object: ObjectDraft, path: readonly string[], value: Draft): ObjectDraft | null {
  const [key, ...rest] = path;
  if (key === undefined) return null;
  const index = object.properties.findIndex((property) => property.key.toLowerCase() === key.toLowerCase());
  const known = object.properties[index];
  if (known === undefined) {
    const inner = rest.length === 0 ? value : withProperty({ kind: 'object', properties: [] }, rest, value);
    return inner === null ? null : { kind: 'object', properties: [...object.properties, { key, value: inner }] };
  }
  if (rest.length === 0) return isSame(known.value, value) ? object : null;
  if (known.value.kind !== 'object') return null;
  const inner = withProperty(known.value, rest, value);
  return inner === null
    ? null
    : { kind: 'object', properties: object.properties.with(index, { key: known.key, value: inner }) };
}

function isSame(a: Draft, b: Draft): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function overlap(edits: readonly TextEdit[]): boolean {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return ordered.some((edit, index) => index > 0 && edit.span.start < (ordered[index - 1]?.span.end ?? 0));
}

function keyOf(span: Span): string {
  return `${span.start}-${span.end}`;
}
