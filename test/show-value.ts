/** For tests: values of the evaluation in one line, and the text that decides them. */
import { type Cell, originOf } from '../server/src/evaluate/cell.ts';
import { type Program, programOf } from '../server/src/evaluate/program.ts';
import type { TextPart, Value } from '../server/src/evaluate/values.ts';
import { parseBicep } from '../server/src/syntax/bicep/index.ts';
import { lowerBicep } from '../server/src/template/lower-bicep.ts';

export interface ShownExpression {
  readonly text: string;
  readonly program: Program;
  readonly cell: Cell;
}

/** Evaluates a Bicep expression after declarations. */
export function evaluated(expression: string, declarations = ''): ShownExpression {
  const text = `${declarations}\noutput result object = ${expression}\n`;
  const lowered = lowerBicep(parseBicep(text), 'bicep');
  const program = programOf({ file: 'main', lowered });
  const output = lowered.template.declarations.find((declaration) => declaration.kind === 'output');
  if (output === undefined) throw new Error(`no expression: ${expression}`);
  return { text, program, cell: program.evaluator.part(output.value, program.frame) };
}

/**
 * Evaluates a Bicep expression after declarations and shows its value: texts with `<…>` for unknown parts, `(condition ? a : b)` for decisions,
 * `if condition` after elements that have one, `somewhere` after those without a known position, `…` at the end of what is open.
 */
export function shown(expression: string, declarations = ''): string {
  const { program, cell } = evaluated(expression, declarations);
  return showCell(program, cell);
}

/** The text of the expression that decides the value of each element of an array. */
export function originsOfElements(expression: string, declarations = ''): readonly string[] {
  const { text, program, cell } = evaluated(expression, declarations);
  const value = program.evaluator.force(cell);
  if (typeof value !== 'object' || value === null || value.kind !== 'array') return [showCell(program, cell)];
  return value.items.map((item) => {
    program.evaluator.force(item.cell);
    const { start, end } = program.lowered.spans.spanOf(originOf(item.cell).expression.node);
    return text.slice(start, end);
  });
}

export function showCell(program: Program, cell: Cell): string {
  return show(program, program.evaluator.force(cell));
}

function show(program: Program, value: Value): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  switch (value.kind) {
    case 'object': {
      const entries = value.cells.map((cell, index) => `${value.shape.keys[index]}: ${showCell(program, cell)}`);
      return `{ ${[...entries, ...(value.rest === null ? [] : ['…'])].join(', ')} }`;
    }
    case 'array': {
      const items = value.items.map((item) => {
        const element = showCell(program, item.cell);
        const when = item.when === null ? '' : ` if ${show(program, item.when)}`;
        return `${element}${item.placed ? '' : ' somewhere'}${when}`;
      });
      return `[${[...items, ...(value.rest === null ? [] : ['…'])].join(', ')}]`;
    }
    case 'choice': {
      const [yes, no] = [showCell(program, value.yes), showCell(program, value.no)];
      const condition = value.on.term.label;
      if (yes === 'true' && no === 'false') return condition;
      return yes === 'false' && no === 'true' ? `not ${condition}` : `(${condition} ? ${yes} : ${no})`;
    }
    case 'text':
      return `'${value.parts.map(showPart).join('')}'`;
    case 'unknown':
    case 'reference':
      return showPart(value);
    default:
      return value.kind;
  }
}

function showPart(part: TextPart): string {
  if (typeof part === 'string') return part;
  return part.kind === 'unknown' ? `<${part.term.label}>` : `<${part.to.declaration.name}.${part.what}>`;
}

/** The outputs of a program's template, shown. */
export function shownOutputs(program: Program): Readonly<Record<string, string>> {
  return Object.fromEntries(
    program.lowered.template.declarations.flatMap((declaration) =>
      declaration.kind === 'output'
        ? [[declaration.name, showCell(program, program.evaluator.part(declaration.value, program.frame))]]
        : [],
    ),
  );
}

/** The file and the text that decide the value of each output. */
export function originsOfOutputs(program: Program, textOf: (file: string) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    program.lowered.template.declarations.flatMap((declaration) => {
      if (declaration.kind !== 'output') return [];
      const cell = program.evaluator.part(declaration.value, program.frame);
      program.evaluator.force(cell);
      const { frame, expression } = originOf(cell);
      const span = program.files.get(frame.file)?.spans.spanOf(expression.node) ?? { start: 0, end: 0 };
      return [[declaration.name, `${frame.file}: ${textOf(frame.file).slice(span.start, span.end)}`]];
    }),
  );
}
