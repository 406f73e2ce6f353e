/** The rules' view of one resource, or of an element of a parent's array. */
import { childArraysOf } from '../azure/child-arrays.ts';
import { type ArrayElement, isArray, isNothing, isUnknown } from '../evaluate/values.ts';
import { attempt, Undecided } from './alternatives.ts';
import type { ResourceEntry } from './entries.ts';
import { type Name, nameLabel, sameName } from './identity.ts';
import type { ResourceKey } from './intent.ts';
import { isOmitted, plainOf, presentElements, segmentsOf, undecidedBy, walk } from './paths.ts';
import { nameOf } from './read-identity.ts';
import { Remembered } from './remembered.ts';
import { isExisting } from './resource-index.ts';
import type { Views } from './resource-views.ts';
import type { DeploymentView, ExternalResource, Json, ResourceScope, ResourceView, ResourceViews } from './view.ts';

/** One of some thousand in a large deployment: a class, as closures for each would take longer to make than most views are used. */
export class EntryView implements ResourceView {
  readonly kind = 'resource';
  readonly key: ResourceKey;
  readonly type: string;
  readonly symbolicName: string | null;
  readonly existing: boolean;
  private readonly views: Views;
  private readonly entry: ResourceEntry;
  private readonly foldedType: string;
  private plain: Remembered<string, Json> | null = null;

  constructor(views: Views, entry: ResourceEntry) {
    this.views = views;
    this.entry = entry;
    this.key = entry.key;
    this.type = entry.type;
    this.foldedType = entry.type.toLowerCase();
    this.symbolicName = entry.kind === 'declared' ? entry.instance.declaration.symbolicName : null;
    this.existing = isExisting(entry);
  }

  get apiVersion(): string {
    this.views.index.looking.atContent(this.type);
    return apiVersionOf(this.entry);
  }

  get isElement(): boolean {
    return this.entry.kind === 'element';
  }

  get handedOut(): boolean {
    return isHandedOut(this.views, this.entry);
  }

  get mayBeDeployedAgain(): boolean {
    return this.entry.kind === 'declared' && this.views.index.unread.mayBeDeployedAgain(this.entry.instance);
  }

  get name(): string {
    const last = this.lastName();
    if (!last.every((part) => typeof part === 'string')) throw new Undecided('its name is not known', 'its name');
    return last.join('');
  }

  get label(): string {
    return attempt(() => this.knownName()) ?? this.symbolicName ?? '…';
  }

  get deployment(): DeploymentView {
    return this.views.deployment;
  }

  isType(type: string): boolean {
    // Asked by the thousand, mostly of another type: its length tells.
    return this.type.length === type.length && this.foldedType === type.toLowerCase();
  }

  read(path: string): Json {
    this.views.index.looking.atContent(this.type);
    this.plain ??= new Remembered(this.views.index.run);
    return this.plain.answer(path, () => {
      const end = this.walked(path);
      return end.kind === 'missing'
        ? null
        : plainOf(this.views.index.program.evaluator, this.views.index.run, end.cell);
    });
  }

  omits(path: string): boolean {
    const end = this.walked(path);
    return end.kind === 'missing' || isOmitted(this.views.index.program.evaluator, end.cell);
  }

  isWritten(path: string): boolean {
    return this.walked(path).kind === 'cell';
  }

  target(path: string): ResourceView | ExternalResource | null {
    const { index } = this.views;
    const end = this.walked(path);
    if (end.kind === 'missing') return null;
    const value = index.program.evaluator.force(end.cell);
    if (isNothing(value)) return null;
    if (isUnknown(value)) throw undecidedBy(value);
    return this.views.ofFound(index.follow(end.cell));
  }

  targets(arrayPath: string, idPath: string): readonly (ResourceView | ExternalResource)[] {
    const { index } = this.views;
    return this.elementsAt(arrayPath).flatMap((item) => {
      const id = walk(index.program.evaluator, index.run, item.cell, segmentsOf(idPath));
      return id.kind === 'missing' ? [] : [this.views.ofFound(index.follow(id.cell))];
    });
  }

  size(path: string): number {
    return this.elementsAt(path).length;
  }

  scope(): ResourceScope {
    return this.views.scopeOf(this.views.index.identity(this.entry).scope);
  }

  agrees(path: string, other: ResourceView, otherPath: string): boolean {
    const own = this.partsAt(path);
    const answer = other instanceof EntryView ? sameName(own, other.partsAt(otherPath)) : undefined;
    if (answer === undefined)
      throw new Undecided('whether two values are the same is not known', 'whether two values are the same');
    return answer;
  }

  is(other: ResourceView | ExternalResource | null): boolean {
    return other !== null && other.kind === 'resource' && other.key === this.key;
  }

  otherDeclarations(): readonly ResourceView[] {
    const others = this.views.index.sameAs(this.entry).filter((other) => !isExisting(other));
    return this.views.list(others, false).known;
  }

  children(type: string): ResourceViews {
    return this.views.list(
      this.views.index.childrenOf(this.entry, type),
      childrenAreOpen(this.views, this.entry, type),
    );
  }

  parent(): ResourceView | null {
    const parent = this.views.index.parentOf(this.entry);
    return parent === null ? null : this.views.of(parent);
  }

  /** The parts of the text at a path; none if it is omitted. */
  private partsAt(path: string): Name {
    const { program, run } = this.views.index;
    const end = this.walked(path);
    return end.kind === 'missing' ? [] : nameOf(program.evaluator, run, end.cell);
  }

  private walked(path: string): ReturnType<typeof walk> {
    if (this.existing)
      throw new Undecided(
        'the properties of an existing resource are not known',
        'the properties of an existing resource',
      );
    const { index } = this.views;
    index.looking.atContent(this.type);
    return walk(index.program.evaluator, index.run, this.entry.body, segmentsOf(path));
  }

  /** The elements of an array that are there in this run; none if it is omitted. */
  private elementsAt(path: string): readonly ArrayElement[] {
    const { program, run } = this.views.index;
    const array = this.walked(path);
    if (array.kind === 'missing') return [];
    const value = program.evaluator.force(array.cell);
    if (isNothing(value)) return [];
    if (!isArray(value) || value.rest !== null)
      throw new Undecided('which elements the array has is not known', 'which elements an array has');
    return presentElements(program.evaluator, run, value.items);
  }

  private lastName(): Name {
    const { names } = this.views.index.identity(this.entry);
    return names[names.length - 1] ?? [];
  }

  private knownName(): string | undefined {
    const last = this.lastName();
    const only = last[0];
    if (last.length !== 1 || typeof only === 'string')
      return isTelling(last) ? nameLabel(last) : (this.symbolicName ?? nameLabel(last));
    return this.symbolicName ?? (only?.kind === 'unknown' ? `{${only.term.label}}` : undefined);
  }
}

/** True if a module, a loop or an unknown part of the array may hold more children. */
function childrenAreOpen(views: Views, entry: ResourceEntry, childType: string): boolean {
  const { index } = views;
  if (isExisting(entry)) return true;
  if (index.unread.loopsDeclare(`${entry.type}/${childType}`) || views.flowsIntoModule(entry)) return true;
  index.looking.atContent(entry.type);
  const array = childArraysOf(entry.type).find(
    (candidate) => candidate.childType.toLowerCase() === childType.toLowerCase(),
  );
  if (array === undefined) return false;
  const end = walk(index.program.evaluator, index.run, entry.body, segmentsOf(array.path));
  if (end.kind === 'missing') return false;
  const value = index.program.evaluator.force(end.cell);
  if (isUnknown(value)) return true;
  return isArray(value) && value.rest !== null;
}

/** Letters of a name that must be known, if the rest isn't, for it to say more than the symbolic name. */
const tellingLetters = 3;

function isTelling(name: Name): boolean {
  const known = name.reduce((letters, part) => letters + (typeof part === 'string' ? part.length : 0), 0);
  return known >= tellingLetters || name.every((part) => typeof part === 'string');
}

function isHandedOut(views: Views, entry: ResourceEntry): boolean {
  if (entry.kind === 'element') return isHandedOut(views, entry.parent);
  return views.index.unread.isHandedOut(entry.instance);
}

function apiVersionOf(entry: ResourceEntry): string {
  return entry.kind === 'declared' ? (entry.instance.declaration.apiVersion ?? '') : apiVersionOf(entry.parent);
}
