/**
 * Tries levers: evaluates the same entry with one argument given another value, and reads only the property in question (spec: evaluation,
 * section 9, "Repairs").
 */
import { type Program, type ProgramRequest, programOf } from '../evaluate/program.ts';
import { overrideKey } from '../evaluate/scenario.ts';
import type { Scalar } from '../evaluate/values.ts';
import type { ParameterDeclaration, Template } from '../template/ir.ts';
import { Run, runAlternatives } from './alternatives.ts';
import type { ResourceKey } from './intent.ts';
import type { Lever } from './levers.ts';
import { plainOf, segmentsOf, walk } from './paths.ts';
import { ResourceIndex } from './resource-index.ts';
import type { Json } from './view.ts';

/** What a probe asks: that the property has a wanted value in every alternative in which the resource is there. */
export interface Question {
  readonly resource: ResourceKey;
  readonly path: string;
  readonly isWanted: (value: Json) => boolean;
}

/** A lever with the value that does it. */
export interface ProvenLever {
  readonly lever: Lever;
  readonly value: Scalar;
}

/** Probes of one value; more levers aren't tried. */
const mostProbes = 8;

/** The first lever, and a value for it, by which the property gets a wanted value; null if none of the first few probes does it. */
export function provenLever(
  request: ProgramRequest,
  program: Program,
  levers: readonly Lever[],
  wanted: Scalar,
  question: Question,
): ProvenLever | null {
  const trials = trialsOf(program, levers, wanted);
  return trials.slice(0, mostProbes).find(({ lever, value }) => probe(request, lever, value, question)) ?? null;
}

/** All levers, each with a value, by which one of the first few probes gives the property a wanted value. */
export function provenLevers(
  request: ProgramRequest,
  program: Program,
  levers: readonly Lever[],
  wanted: Scalar,
  question: Question,
): readonly ProvenLever[] {
  const trials = trialsOf(program, levers, wanted);
  return trials.slice(0, mostProbes).filter(({ lever, value }) => probe(request, lever, value, question));
}

/** Whether a lever with a value gives the property a wanted value, in every alternative. */
export function probe(request: ProgramRequest, lever: Lever, value: Scalar, question: Question): boolean {
  const override = { path: lever.path, value };
  const overrides = new Map([...(request.overrides ?? []), [overrideKey(lever.frame, lever.parameter), override]]);
  const program = programOf({ ...request, overrides, wanted: question.resource });
  const run = new Run();
  const index = new ResourceIndex(program, run);
  const entry = index.entry(question.resource);
  if (entry === undefined) return false;
  let isThere = false;
  const outcomes = runAlternatives(run, () => {
    if (!index.isPresent(entry)) return true;
    isThere = true;
    const end = walk(program.evaluator, run, entry.body, segmentsOf(question.path));
    return question.isWanted(end.kind === 'missing' ? null : plainOf(program.evaluator, run, end.cell));
  });
  return isThere && outcomes.every((outcome) => outcome.kind === 'decided' && outcome.value);
}

/** What is tried, in order: the wanted value at each lever that takes it, then the other value of each switch. */
function trialsOf(program: Program, levers: readonly Lever[], wanted: Scalar): readonly ProvenLever[] {
  const first: ProvenLever[] = [];
  const then: ProvenLever[] = [];
  const templates = templatesOf(program);
  for (const lever of levers) {
    const declaration = declarationOf(templates.get(lever.frame), lever.parameter);
    const { base, allowed } = declaration?.type ?? { base: 'any', allowed: null };
    if (lever.path.length > 0 || base === 'any') {
      first.push({ lever, value: wanted });
      if (typeof wanted === 'boolean') then.push({ lever, value: !wanted });
    } else if (base === 'bool') {
      const isSame = typeof wanted === 'boolean';
      (isSame ? first : then).push({ lever, value: isSame ? wanted : false });
      then.push({ lever, value: isSame ? !wanted : true });
    } else if (base === 'string' && typeof wanted === 'string') {
      const folded = wanted.toLowerCase();
      const spelled = allowed?.find((one) => typeof one === 'string' && one.toLowerCase() === folded);
      if (allowed === null) first.push({ lever, value: wanted });
      else if (spelled !== undefined) first.push({ lever, value: spelled });
    } else if (base === 'string') {
      // A module may translate the words that it takes into a switch.
      for (const word of allowed ?? []) then.push({ lever, value: word });
    }
  }
  return [...first, ...then];
}

/** The template of each frame that a call made. */
function templatesOf(program: Program): ReadonlyMap<string, Template> {
  return new Map(
    program.calls.flatMap(({ callee, declaration }) => {
      const template = declaration.inline?.template ?? program.files.get(callee.file)?.template;
      return template === undefined ? [] : [[callee.path, template] as const];
    }),
  );
}

function declarationOf(template: Template | undefined, name: string): ParameterDeclaration | undefined {
  const folded = name.toLowerCase();
  return template?.declarations.find(
    (declaration): declaration is ParameterDeclaration =>
      declaration.kind === 'parameter' && declaration.name.toLowerCase() === folded,
  );
}
