/** What a module or a deployment calls: an embedded template, a file by its path, or the file that the address of a linked template means. */
import type { ModuleDeclaration, Template } from '../template/ir.ts';
import { type AddressPart, linkedAddress, templateLinkOf, uriParts } from '../template/linked-address.ts';
import { Cell, type Frame, originOf } from './cell.ts';
import type { Around, Place, Sharing } from './declaring.ts';
import type { Evaluator } from './evaluator.ts';
import { type FileProblem, report } from './file-problem.ts';
import { isMissing, type LoadedTemplate, type Missing } from './files.ts';
import { lift } from './lift.ts';
import { partsOf, textOf } from './texts.ts';
import type { TextPart, Value } from './values.ts';

/** Modules inside of each other that are read. */
const deepestCall = 16;

/** Calls of modules in one program that are read. */
const mostCalls = 20_000;

/** Calls of `uri` inside of each other that are read, and templates that one deployment may be linked to. */
const deepestUri = 8;
const mostLinked = 8;

const notKnown = 'which template it deploys is not known';

export interface Callee {
  readonly file: string;
  readonly template: Template;
  readonly isOuter: boolean;
}

/** What is called under a condition: null for always. `step` tells several of one declaration apart. */
export interface CalleeCase {
  readonly step: string;
  /** The template, or the reason why nobody knows it. */
  readonly callee: Callee | string;
  readonly when: Cell | null;
}

/** All that a declaration may call. `choose` gives the value that belongs to the case that holds. */
export interface CalleeCases {
  readonly cases: readonly CalleeCase[];
  choose(read: (made: CalleeCase) => Value): Value;
}

/** True for a deployment that is linked to a template by an address or id: what that is may differ from turn to turn of a loop. */
export function isLinked(declaration: ModuleDeclaration): boolean {
  return declaration.inline === null && declaration.path === null && templateLinkOf(declaration) !== null;
}

type Tell = (code: string, severity: FileProblem['severity'], message: string) => void;

function tellAt(sharing: Sharing, { pathNode, nameNode }: ModuleDeclaration, file: string): Tell {
  return (code, severity, message) =>
    report(sharing.problems, { file, node: pathNode ?? nameNode, code, severity, message });
}

/** What a declaration calls that is not linked by an address, or the reason why nobody knows. */
export function calleeOf(sharing: Sharing, declaration: ModuleDeclaration, place: Place): Callee | string {
  const { file } = place.frame;
  const tell = tellAt(sharing, declaration, file);
  const bound = boundMet(sharing, place, tell);
  if (bound !== null) return bound;
  if (declaration.inline !== null) {
    return { file, template: declaration.inline.template, isOuter: declaration.inline.evaluation === 'outer' };
  }
  if (declaration.path === null) return 'what it deploys is not known';
  return calleeIn(sharing, sharing.files.load(file, declaration.path), place, tell);
}

/** A bound is said once, where it is first met: modules that include two more each meet it at every turn. */
function boundMet(sharing: Sharing, place: Place, tell: Tell): string | null {
  const tellFirst = (code: string, message: string): void => {
    const isSaid = [...sharing.problems.values()].some((problem) => problem.code === code);
    if (!isSaid) tell(code, 'warning', message);
  };
  if (place.callers.length >= deepestCall) {
    tellFirst('module-depth', `Modules inside of each other are read ${deepestCall} deep; this one isn't.`);
    return 'the module is nested too deeply';
  }
  if (sharing.calls >= mostCalls) {
    tellFirst('module-count', `${mostCalls} modules of a deployment are read; this one isn't.`);
    return 'the deployment has too many modules';
  }
  return null;
}

function calleeIn(sharing: Sharing, found: LoadedTemplate | Missing, place: Place, tell: Tell): Callee | string {
  if (isMissing(found)) {
    if (found.problem !== null) tell(found.problem.code, found.problem.severity, found.problem.message);
    return found.reason;
  }
  const { language, template } = found.lowered;
  if (language !== 'bicep' && language !== 'arm') {
    tell('no-template', 'warning', 'This is a parameter file, and no template.');
    return 'the file is no template';
  }
  if (found.file === place.frame.file || place.callers.includes(found.file)) {
    tell('module-cycle', 'error', 'This module leads back to this file, so it can never be deployed.');
    return 'the module leads back to itself';
  }
  sharing.lowered.set(found.file, found.lowered);
  return { file: found.file, template, isOuter: false };
}

/** What a deployment calls that is linked by an address or id, as that is in a frame: one template, or one of several by a condition. */
export function linkedCallees(
  sharing: Sharing,
  { evaluator }: Around,
  declaration: ModuleDeclaration,
  place: Place,
  frame: Frame,
): CalleeCases {
  const tell = tellAt(sharing, declaration, place.frame.file);
  const found = new Map<string, Callee | string>();
  const link = templateLinkOf(declaration);
  const value = link === null ? new Cell(declaration.body, frame, null) : new Cell(link.value, frame);
  const address = addressCell(evaluator, value);
  const keys = lift(evaluator, address, [address], ([leaf = address]) => {
    const parts = partsOf(evaluator.force(leaf)) ?? [];
    const callee = linkedCallee(sharing, parts, link?.by === 'id', place, tell);
    const key = typeof callee === 'string' ? `?${callee}` : callee.file;
    found.set(key, callee);
    return evaluator.given(leaf, key);
  });
  if (found.size > mostLinked) {
    tell('template-unknown', 'information', `This deploys one of more than ${mostLinked} templates, so none is read.`);
    found.clear();
  }
  const only = found.size === 1;
  const cases = [...found].map(([key, callee]): CalleeCase => {
    if (only) return { step: '', callee, when: null };
    const isThis = (leaf: Cell): Cell => evaluator.given(leaf, evaluator.force(leaf) === key);
    return { step: `(${key})`, callee, when: lift(evaluator, keys, [keys], ([leaf = keys]) => isThis(leaf)) };
  });
  const choose = (read: (made: CalleeCase) => Value): Value => {
    const [first] = cases;
    if (first === undefined) return evaluator.failure(keys, notKnown);
    if (only) return read(first);
    const chosen = lift(evaluator, keys, [keys], ([leaf = keys]) => {
      const key = evaluator.force(leaf);
      const made = cases.find(({ step }) => step === `(${String(key)})`);
      return evaluator.given(leaf, read(made ?? first));
    });
    return evaluator.force(chosen);
  };
  return { cases, choose };
}

function linkedCallee(
  sharing: Sharing,
  parts: readonly TextPart[],
  isId: boolean,
  place: Place,
  tell: Tell,
): Callee | string {
  const { file } = place.frame;
  const bound = boundMet(sharing, place, tell);
  if (bound !== null) return bound;
  const text = parts.length === 1 && typeof parts[0] === 'string' ? parts[0] : null;
  const spec = text === null ? null : templateSpecOf(text);
  if (spec !== null) return calleeIn(sharing, sharing.files.load(file, spec), place, tell);
  const address = isId
    ? null
    : linkedAddress(parts.map((part): AddressPart => (typeof part === 'string' ? part : null)));
  if (address === null) {
    const message = 'Which template this deploys is not known from its text: values from it are unknown.';
    tell('template-unknown', 'information', message);
    return notKnown;
  }
  const found = sharing.files.linked(file, address);
  const isRemote = isMissing(found) && found.problem?.code === 'template-not-found' && /^https?:/i.test(text ?? '');
  return calleeIn(sharing, isRemote ? sharing.files.load(file, text ?? '') : found, place, tell);
}

/** The id of a version of a template specification as Bicep refers to it; null for other texts. */
function templateSpecOf(id: string): string | null {
  const found =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Resources\/templateSpecs\/([^/]+)\/versions\/([^/]+)$/i.exec(
      id,
    );
  return found === null ? null : `ts:${found[1]}/${found[2]}/${found[3]}:${found[4]}`;
}

/**
 * The text of an address, in each alternative. `uri(base, relative)` of a base that isn't known has no value, but what it adds to the base is
 * what tells the file, so its arguments are read.
 */
export function addressCell(evaluator: Evaluator, cell: Cell, depth = 0): Cell {
  return lift(evaluator, cell, [cell], ([leaf = cell]) => {
    const value = evaluator.force(leaf);
    const { expression, frame } = originOf(leaf);
    const isUri = expression.kind === 'call' && expression.name.toLowerCase() === 'uri';
    if (typeof value === 'string' || !isUri || depth >= deepestUri) return leaf;
    const operands = expression.arguments.map((operand) => addressCell(evaluator, new Cell(operand, frame), depth + 1));
    return lift(evaluator, leaf, operands, (settled) => {
      const [base, relative] = settled.map((operand) => partsOf(evaluator.force(operand)));
      if (base === undefined || relative === undefined || base === null || relative === null) return leaf;
      return evaluator.given(leaf, joinedAddress(evaluator, leaf, base, relative));
    });
  });
}

function joinedAddress(
  evaluator: Evaluator,
  at: Cell,
  base: readonly TextPart[],
  relative: readonly TextPart[],
): Value {
  const plain = (parts: readonly TextPart[]): readonly AddressPart[] =>
    parts.map((part) => (typeof part === 'string' ? part : null));
  const parts = uriParts(plain(base), plain(relative));
  return textOf(parts.map((part) => part ?? evaluator.failure(at, notKnown)));
}
