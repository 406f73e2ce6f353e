/** The parameter file of a scenario: its assignments are the values of the template's parameters. */
import type { ImportDeclaration, ParameterDeclaration, Template } from '../template/ir.ts';
import { EXTENDED_FILE_NAME, type LoweredFile, type ParameterAssignment } from '../template/lowered.ts';
import { assignedCell, bind, bindOpaque } from './bindings.ts';
import { bindingKey, type Cell, type Frame, type Secret } from './cell.ts';
import { declareTemplate } from './declare-template.ts';
import { type Sharing, unconditional } from './declaring.ts';
import type { Evaluator } from './evaluator.ts';
import { type FileProblem, report } from './file-problem.ts';
import { isMissing, type LoadedTemplate } from './files.ts';
import { lift } from './lift.ts';
import { guarded, secretOf } from './secrecy.ts';
import { isNeeded, refusalByFacts } from './type-refusal.ts';
import { TypeFinder } from './types.ts';
import { isChoice, shapeOf, type Value } from './values.ts';

/** Parameter files that extend each other and are read. */
const deepestExtends = 16;

/** Most names that one message lists. */
const mostListed = 5;

/** What a parameter file gives to one parameter. `isOwn` is false for what it has from a file that it extends. */
interface Assigned {
  readonly assignment: ParameterAssignment;
  readonly cell: Cell;
  readonly isOwn: boolean;
}

/** `cells` are those of all assignments that are met. */
interface Reading {
  readonly sharing: Sharing;
  readonly evaluator: Evaluator;
  readonly cells: Set<Cell>;
  /** What stands for a parameter of the template that is secret: other values of the file may be made of it. */
  readonly secretNamed: (name: string) => Secret | null;
}

/**
 * Binds the parameters that a parameter file gives a value, in the frame of the template; the others are left to its defaults. A value that
 * the template doesn't take is unknown, and a problem at the assignment.
 * @returns the cells of the assignments: where the text in a parameter file decides
 */
export function bindParameterFile(
  sharing: Sharing,
  evaluator: Evaluator,
  parameters: LoadedTemplate,
  template: Template,
  frame: Frame,
): ReadonlySet<Cell> {
  const { file, lowered } = parameters;
  const ignoresCase = frame.foldNames || lowered.language === 'arm-params';
  const keyOf = (name: string): string => (ignoresCase ? name.toLowerCase() : name);
  const cells = new Set<Cell>();
  const scope = { file: frame.file, template };
  const secrets = new Map<string, Secret>();
  for (const parameter of template.declarations) {
    if (parameter.kind !== 'parameter') continue;
    const secret = secretOf(sharing.secureTypes, parameter, scope, frame.path, [cells]);
    if (secret !== null) secrets.set(keyOf(parameter.name), secret);
  }
  // Each binding keeps what is read in its place.
  const secretNamed = (name: string): Secret | null => {
    const secret = secrets.get(keyOf(name));
    return secret === undefined ? null : { ...secret };
  };
  const assigned = assignmentsOf({ sharing, evaluator, cells, secretNamed }, parameters, frame, []);
  const byName = new Map(assigned.map((each) => [keyOf(each.assignment.name), each] as const));
  const finder = new TypeFinder(evaluator.files);
  const lacking: string[] = [];
  const declared = new Set<string>();
  for (const parameter of template.declarations) {
    if (parameter.kind !== 'parameter' || declared.has(keyOf(parameter.name))) continue;
    declared.add(keyOf(parameter.name));
    const given = byName.get(keyOf(parameter.name));
    if (given === undefined) {
      if (isNeeded(parameter, finder, scope)) lacking.push(parameter.name);
      continue;
    }
    const secret = secretNamed(parameter.name);
    const cell = checked(sharing, evaluator, parameter, given, secret !== null);
    cells.add(cell);
    bindGiven(frame, parameter, cell, secret);
  }
  for (const { assignment, isOwn } of assigned) {
    // A file that others extend may serve several templates.
    if (!isOwn || declared.has(keyOf(assignment.name))) continue;
    tell(sharing, file, assignment.node, 'parameter-unknown', `The template has no parameter '${assignment.name}'.`);
  }
  if (lacking.length > 0) {
    tell(sharing, file, placeOfLack(lowered), 'parameter-missing', messageOfLack(lacking));
  }
  return cells;
}

function tell(
  sharing: Sharing,
  file: string,
  node: number,
  code: string,
  message: string,
  more: Pick<FileProblem, 'ofSecret'> = {},
): void {
  report(sharing.problems, { file, node, code, severity: 'warning', message, ...more });
}

function placeOfLack(lowered: LoweredFile): number {
  return lowered.usingNode ?? lowered.assignments[0]?.node ?? 0;
}

function messageOfLack(names: readonly string[]): string {
  const listed = names.slice(0, mostListed).map((name) => `'${name}'`);
  const more = names.length > mostListed ? ` and ${names.length - mostListed} more` : '';
  const [what, verb] = names.length === 1 ? ['parameter', 'has'] : ['parameters', 'have'];
  return `The template needs a value for the ${what} ${listed.join(', ')}${more}, which ${verb} none here.`;
}

/** The assignments of a parameter file in a frame of its own, and those that it has from the file that it extends. */
function assignmentsOf(
  reading: Reading,
  { file, lowered }: LoadedTemplate,
  outer: Frame,
  extending: readonly string[],
): readonly Assigned[] {
  const { sharing, evaluator, cells: all, secretNamed } = reading;
  sharing.lowered.set(file, lowered);
  const { foldNames, declarations } = lowered.template;
  const path = extending.length === 0 ? 'parameters' : `${outer.path}/base`;
  const frame: Frame = {
    file,
    path,
    foldNames,
    up: null,
    ...(outer.scope === undefined ? {} : { scope: outer.scope }),
    functions: new Map(),
    bindings: new Map(),
  };
  const own = lowered.assignments.map(
    (assignment): Assigned => ({ assignment, cell: assignedCell(evaluator, assignment, frame), isOwn: true }),
  );
  for (const { assignment, cell } of own) {
    all.add(cell);
    bindGiven(frame, assignment, cell, secretNamed(assignment.name));
  }
  const names = new Set(own.map(({ assignment }) => bindingKey(frame, 'parameter', assignment.name)));
  const inherited: Assigned[] = [];
  const extensions = new Set<ImportDeclaration>();
  for (const declaration of declarations) {
    if (declaration.kind !== 'import') continue;
    const base = extendedFile(sharing, declaration, file, [...extending, file]);
    if (base === null) continue;
    extensions.add(declaration);
    if (typeof base === 'string') {
      bindOpaque(frame, declaration.name, declaration.node, base);
      continue;
    }
    const given = assignmentsOf(reading, base, frame, [...extending, file]);
    const shape = shapeOf(given.map(({ assignment }) => assignment.name));
    const cells = given.map(({ assignment, cell }) => {
      const secret = secretNamed(assignment.name);
      return secret === null ? cell : guarded(cell, secret);
    });
    const value = (): Value => ({ kind: 'object', shape, cells, rest: null });
    bind(frame, 'resource', declaration.name, { kind: 'deferred', value, loop: null });
    for (const each of given) {
      const key = bindingKey(frame, 'parameter', each.assignment.name);
      if (!names.has(key)) inherited.push({ ...each, isOwn: false });
      names.add(key);
    }
  }
  const rest = declarations.filter((declaration) => declaration.kind !== 'import' || !extensions.has(declaration));
  // Of what a parameter file declares, only names can be read: it deploys nothing.
  const template = { ...lowered.template, declarations: rest };
  const around = { evaluator, surrounding: null, conditions: unconditional };
  declareTemplate(sharing, around, { template, frame, callers: [], isOuter: false });
  return [...own, ...inherited];
}

function bindGiven(
  frame: Frame,
  { name, node }: Pick<ParameterAssignment, 'name' | 'node'>,
  cell: Cell,
  secret: Secret | null,
): void {
  const binding = { kind: 'parameter', cell, node, defaulted: false } as const;
  bind(frame, 'parameter', name, secret === null ? binding : { ...binding, secret });
}

/** The parameter file that `extends` means, or the reason why it isn't read; null for an import of something else. */
function extendedFile(
  sharing: Sharing,
  declaration: ImportDeclaration,
  from: string,
  extending: readonly string[],
): LoadedTemplate | string | null {
  if (declaration.name !== EXTENDED_FILE_NAME || declaration.symbols !== null) return null;
  const found = sharing.files.load(from, declaration.path);
  if (isMissing(found)) {
    if (found.problem !== null) report(sharing.problems, { ...found.problem, file: from, node: declaration.pathNode });
    return found.reason;
  }
  if (found.lowered.language !== 'bicep-params') return null;
  if (extending.includes(found.file)) {
    const message = 'This file leads back to the file that extends it, so it is not read.';
    tell(sharing, from, declaration.pathNode, 'extends-cycle', message);
    return 'the parameter file extends itself';
  }
  if (extending.length >= deepestExtends) {
    const message = `Parameter files that extend each other are read ${deepestExtends} deep; this one isn't.`;
    tell(sharing, from, declaration.pathNode, 'extends-depth', message);
    return 'too many parameter files extend each other';
  }
  return found;
}

/** The cell of an assignment; unknown as far as its value is none that the parameter takes. */
function checked(
  sharing: Sharing,
  evaluator: Evaluator,
  parameter: ParameterDeclaration,
  given: Assigned,
  isSecret: boolean,
): Cell {
  const { assignment, cell } = given;
  const isAlternative = isChoice(evaluator.force(cell));
  return lift(evaluator, cell, [cell], ([leaf = cell]) => {
    const value = evaluator.force(leaf);
    const reason = refusalByFacts(value, parameter.type);
    if (reason === null) return leaf;
    // Azure gives a parameter that is null its default.
    const isTold = !isAlternative && (value !== null || parameter.default === null);
    if (isTold) {
      const message = `The value of '${parameter.name}' ${reason}.`;
      tell(sharing, cell.frame.file, assignment.node, 'parameter-value', message, isSecret ? { ofSecret: true } : {});
    }
    return evaluator.given(leaf, evaluator.failure(leaf, `the value of parameter '${parameter.name}' ${reason}`));
  });
}
