/** Values as plain data (`Form`), in one alternative of the conditions that a resource rests on. */
import type { Cell } from '../../evaluate/cell.ts';
import { settle, tooManyAlternatives } from '../../evaluate/choices.ts';
import type { ResourceInstance } from '../../evaluate/instance.ts';
import type { Program } from '../../evaluate/program.ts';
import { itIsSecret } from '../../evaluate/secrecy.ts';
import { type Assumptions, implied } from '../../evaluate/terms.ts';
import {
  type ArrayValue,
  isChoice,
  keysOf,
  type ObjectValue,
  propertyOf,
  type TextPart,
  type Unknown,
  type Value,
} from '../../evaluate/values.ts';
import type { Form } from './model.ts';
import { Names, readId, unknownPlace } from './names.ts';

/** Values inside of one resource or output that are shown, and of all together. */
const mostInside = 100_000;
const mostOfAll = 4_000_000;

/** Deepest nesting that is shown. */
const deepest = 200;

/** Alternatives of one value that are shown. */
const mostAlternatives = 64;

/** Characters of text that count as one value. */
const charactersPerValue = 64;

const tooLarge = 'it is too large to be shown';

const ownName = 'the name of a resource is made of itself';

/** In place of a value: the property or element isn't there. */
export const leftOut: unique symbol = Symbol('left out');

type FormOrNone = Form | typeof leftOut;

export class FormReader {
  readonly names: Names;
  private readonly program: Program;
  private left = mostOfAll;
  private leftInside = mostInside;
  /** Resources whose ids, or whose names, are being written: the name of one may be made of its own. */
  private readonly identified = new Set<ResourceInstance>();
  private readonly named = new Set<ResourceInstance>();

  constructor(program: Program) {
    this.program = program;
    this.names = new Names(program.evaluator);
  }

  /** The value of a cell where the assumptions hold. */
  read(cell: Cell, assumptions: Assumptions | null): FormOrNone {
    this.leftInside = mostInside;
    return this.form(cell, assumptions, 0);
  }

  /** A text, as a value would be that holds it. */
  text(parts: readonly TextPart[], assumptions: Assumptions | null): Form {
    const resources = parts.flatMap((part) => (typeof part !== 'string' && part.kind === 'reference' ? part.to : []));
    return this.outside(this.identified, resources, () => {
      const written = this.names.writtenOut(parts, assumptions);
      if (written.every((part) => typeof part === 'string')) return written.join('');
      return this.idForm(written, assumptions) ?? this.partsForm(written, assumptions);
    });
  }

  /** Writes what some resources are part of, unless one of them is just being written. */
  private outside(underWay: Set<ResourceInstance>, resources: readonly ResourceInstance[], write: () => Form): Form {
    if (resources.some((resource) => underWay.has(resource))) return unknownForm(ownName);
    for (const resource of resources) underWay.add(resource);
    const form = write();
    for (const resource of resources) underWay.delete(resource);
    return form;
  }

  private form(cell: Cell, assumptions: Assumptions | null, depth: number): FormOrNone {
    const { force } = this.program.evaluator;
    const isSmall = --this.left >= 0 && --this.leftInside >= 0 && depth <= deepest;
    if (!isSmall) return unknownForm(tooLarge);
    if (this.isSecret(cell)) return unknownForm(itIsSecret);
    const settled = settle(cell, assumptions, force);
    const value = force(settled);
    if (isChoice(value)) return this.choice(settled, assumptions, depth);
    return this.settled(value, assumptions, depth);
  }

  /** True for a cell that stands for a secret. Which ones do is known once they are evaluated. */
  private isSecret(cell: Cell): boolean {
    const { secretCells, force } = this.program.evaluator;
    force(cell);
    if (secretCells.size === 0) return false;
    for (let at: Cell | undefined = cell; at !== undefined; at = at.from) if (secretCells.has(at)) return true;
    return false;
  }

  private settled(
    value: Exclude<Value, { kind: 'choice' }>,
    assumptions: Assumptions | null,
    depth: number,
  ): FormOrNone {
    if (typeof value === 'string') return this.spend(value.length) ? value : unknownForm(tooLarge);
    if (typeof value !== 'object' || value === null) return value;
    switch (value.kind) {
      case 'absent':
        return leftOut;
      case 'object':
        return this.object(value, assumptions, depth);
      case 'array':
        return this.array(value, assumptions, depth);
      case 'text':
        return this.text(value.parts, assumptions);
      case 'reference':
        return value.what === 'id' ? this.text([value], assumptions) : this.reference(value.to, '', assumptions);
      case 'unknown':
        return candidates(value);
      case 'lambda':
        return unknownForm('a function is no value that can be shown');
    }
  }

  private spend(characters: number): boolean {
    const values = Math.ceil(characters / charactersPerValue);
    this.left -= values;
    this.leftInside -= values;
    return this.left >= 0 && this.leftInside >= 0;
  }

  /** All alternatives that the assumptions leave, each once. */
  private choice(root: Cell, assumed: Assumptions | null, depth: number): FormOrNone {
    const { force } = this.program.evaluator;
    const found = new Map<string, Form>();
    let isOptional = false;
    const pending: { readonly cell: Cell; readonly assumptions: Assumptions | null }[] = [
      { cell: root, assumptions: assumed },
    ];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const cell = settle(next.cell, next.assumptions, force);
      const value = force(cell);
      if (isChoice(value)) {
        const under = (side: boolean): Assumptions => ({ atom: value.on, side, outer: next?.assumptions ?? null });
        pending.push({ cell: value.no, assumptions: under(false) }, { cell: value.yes, assumptions: under(true) });
        if (pending.length > mostAlternatives) return unknownForm(tooManyAlternatives);
        continue;
      }
      const form = this.form(cell, next.assumptions, depth);
      if (form === leftOut) isOptional = true;
      else found.set(keyOf(form), form);
      if (found.size > mostAlternatives) return unknownForm(tooManyAlternatives);
    }
    return this.oneOf([...found.values()], isOptional);
  }

  private oneOf(forms: readonly Form[], isOptional: boolean): FormOrNone {
    const [first] = forms;
    if (first === undefined) return leftOut;
    if (isOptional) return { $oneOf: forms, $optional: true };
    return forms.length === 1 ? first : { $oneOf: forms };
  }

  private object(value: ObjectValue, assumptions: Assumptions | null, depth: number): Form {
    const entries: [string, Form][] = [];
    for (const key of keysOf(value)) {
      const member = propertyOf(value, key);
      const form = member === undefined ? leftOut : this.form(member, assumptions, depth + 1);
      if (form !== leftOut) entries.push([key, form]);
    }
    if (value.rest !== null) entries.push(...Object.entries(more(value.rest)));
    // Unlike an assignment, this makes a property also of a key such as `__proto__`.
    return Object.fromEntries(entries);
  }

  private array(value: ArrayValue, assumptions: Assumptions | null, depth: number): Form {
    const forms: Form[] = [];
    for (const item of value.items) {
      const when = item.when === null ? true : this.side(item.when, assumptions);
      const form = when === false ? leftOut : this.form(item.cell, assumptions, depth + 1);
      if (form === leftOut) continue;
      forms.push(when === true ? form : optional(form));
    }
    if (value.rest !== null) forms.push(more(value.rest));
    return forms;
  }

  /** What the assumptions say of a condition; undefined if it stays open. */
  private side(condition: Value, assumptions: Assumptions | null): boolean | undefined {
    let value = condition;
    while (isChoice(value)) {
      const side = implied(value.on, assumptions);
      if (side === undefined) return undefined;
      value = this.program.evaluator.force(side ? value.yes : value.no);
    }
    return typeof value === 'boolean' ? value : undefined;
  }

  /** An id of which the names, or the scope, aren't all known. */
  private idForm(parts: readonly TextPart[], assumptions: Assumptions | null): Form | null {
    const id = readId(parts);
    if (id === null) return null;
    const reference = { type: id.type, name: this.text(id.name, assumptions), path: 'id' };
    return {
      $ref: unknownPlace(id.place) !== null ? reference : { ...reference, scope: this.text(id.place, assumptions) },
    };
  }

  private partsForm(parts: readonly TextPart[], assumptions: Assumptions | null): Form {
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return this.partForm(only, assumptions);
    const unknown = parts.find((part) => typeof part !== 'string' && part.kind === 'unknown');
    const reason = typeof unknown === 'object' && unknown.kind === 'unknown' ? unknown.reason : undecidedId;
    return { $unknown: reason, $parts: parts.map((part) => this.partForm(part, assumptions)) };
  }

  private partForm(part: TextPart, assumptions: Assumptions | null): Form {
    if (typeof part === 'string') return part;
    return part.kind === 'unknown' ? candidates(part) : this.reference(part.to, 'id', assumptions);
  }

  private reference(to: ResourceInstance, path: string, assumptions: Assumptions | null): Form {
    return this.outside(this.named, [to], () => {
      const name = this.form(this.names.fullName(to), assumptions, 0);
      const place = this.names.place(to, assumptions);
      const reference = { type: to.declaration.type, name: name === leftOut ? null : name, path };
      const isElsewhere = place !== null && unknownPlace(place) === null;
      return { $ref: isElsewhere ? { ...reference, scope: this.text(place, assumptions) } : reference };
    });
  }
}

const undecidedId = 'the id of the resource depends on a condition';

export function unknownForm(reason: string): Form {
  return { $unknown: reason };
}

function candidates({ reason, oneOf }: Unknown): Form {
  return oneOf === null || oneOf.length === 0 ? unknownForm(reason) : { $unknown: reason, $oneOf: [...oneOf] };
}

function more(rest: Unknown): { readonly [key: string]: Form } {
  return { $unknown: rest.reason, $more: true };
}

function optional(form: Form): Form {
  return isFormObject(form) && '$oneOf' in form && !('$unknown' in form)
    ? { ...form, $optional: true }
    : { $oneOf: [form], $optional: true };
}

export function isFormObject(form: Form): form is { readonly [key: string]: Form } {
  return typeof form === 'object' && form !== null && !Array.isArray(form);
}

/** A key that equal forms share. */
function keyOf(form: Form): string {
  return JSON.stringify(form, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
