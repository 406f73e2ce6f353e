/** An evaluated template for a person to read. */
import type { EvaluatedResource, Form } from '../service/evaluation/model.ts';
import type { FileEvaluation } from '../service/model.ts';
import type { LineIndex } from '../text/lines.ts';
import { type Palette, printable } from './terminal.ts';

type LinesOf = (file: string) => LineIndex;
type FormObject = { readonly [key: string]: Form };

/** Resources with their bodies, outputs, problems, and why values aren't known. */
export function evaluationText({ template, problems }: FileEvaluation, linesOf: LinesOf, paint: Palette): string {
  const placeOf = (file: string, start: number): string => {
    const { line, character } = linesOf(file).positionAt(start);
    return `${printable(file)}:${line + 1}:${character + 1}`;
  };
  const resourceText = (resource: EvaluatedResource): string => {
    const { type, apiVersion, name, scope, existing, presence, body, source } = resource;
    const what = apiVersion === null ? type : `${type}@${apiVersion}`;
    const state = existing ? ' existing' : presence === 'present' ? '' : ` ${presence}`;
    const where = scope === template.scope ? '' : `  scope: ${valueText(scope, 1)}\n`;
    const head = `${paint.bold(valueText(name, 0))}  ${printable(what)}${state}  ${paint.dim(placeOf(source.file, source.span.start))}\n`;
    const isEmpty = isObject(body) && Object.keys(body).length === 0;
    return `${head}${where}${isEmpty ? '' : `  ${valueText(body, 1)}\n`}`;
  };

  const parts = template.resources.map(resourceText);
  const outputs = Object.entries(template.outputs);
  if (outputs.length > 0) {
    const lines = outputs.map(([name, form]) => `  ${printable(name)}: ${valueText(form, 1)}\n`);
    parts.push(`${paint.bold('Outputs')}\n${lines.join('')}`);
  }
  if (problems.length > 0) {
    const lines = problems.map(
      ({ file, span, severity, code, message }) =>
        `${placeOf(file, span.start)} ${paint[severity](severity)} ${code}\n  ${printable(message)}\n`,
    );
    parts.push(lines.join(''));
  }
  if (template.unknowns.length > 0) {
    const lines = template.unknowns.map(({ reason, count }) => `  ${count} x ${printable(reason)}\n`);
    parts.push(`${paint.bold('Unknown')}\n${lines.join('')}`);
  }
  return parts.length === 0 ? 'Nothing is deployed.\n' : parts.join('\n');
}

/** A value as it stands after `key: `; what follows on further lines is indented. The depth of forms is bounded, so this may recurse. */
function valueText(form: Form, depth: number): string {
  if (typeof form === 'string') return printable(JSON.stringify(form));
  if (typeof form !== 'object' || form === null) return String(form);
  const inside = '  '.repeat(depth + 1);
  const block = (open: string, lines: readonly string[], close: string): string =>
    lines.length === 0
      ? open + close
      : `${open}\n${lines.map((line) => `${inside}${line}\n`).join('')}${'  '.repeat(depth)}${close}`;
  if (isList(form))
    return block(
      '[',
      form.map((item) => valueText(item, depth + 1)),
      ']',
    );
  const { $unknown: reason, $more: more, ...rest } = form;
  if (typeof reason === 'string' && more !== true) return unknownText(reason, form, depth);
  if (isList(form.$oneOf)) return oneOfText(form.$oneOf, form.$optional === true, depth);
  if (isObject(form.$ref)) return referenceText(form.$ref, depth);
  const members = typeof reason === 'string' && more === true ? rest : form;
  const lines = Object.entries(members).map(([key, item]) => `${keyText(key)}: ${valueText(item, depth + 1)}`);
  if (members !== form) {
    const mark = `(maybe more: ${printable(String(reason))})`;
    if (lines.length === 0) return mark;
    lines.push(mark);
  }
  return block('{', lines, '}');
}

function unknownText(reason: string, { $parts: parts, $oneOf: candidates }: FormObject, depth: number): string {
  if (isList(parts)) return parts.map((part) => valueText(part, depth)).join(' + ');
  const oneOf = isList(candidates) ? `, ${oneOfText(candidates, false, depth).slice(1, -1)}` : '';
  return `(unknown: ${printable(reason)}${oneOf})`;
}

function oneOfText(forms: readonly Form[], isOptional: boolean, depth: number): string {
  const texts = forms.map((form) => valueText(form, depth));
  return `(${texts.length === 1 ? '' : 'one of '}${texts.join(' | ')}${isOptional ? ', or left out' : ''})`;
}

function referenceText({ type, name, path, scope }: FormObject, depth: number): string {
  const of = typeof path === 'string' && path !== '' ? `${printable(path)} of ` : '';
  const where = scope === undefined ? '' : ` in ${valueText(scope, depth)}`;
  return `(${of}${printable(String(type))} ${valueText(name ?? null, depth)}${where})`;
}

/** A key as written in Bicep: quoted only if it must be. */
function keyText(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : printable(JSON.stringify(key));
}

function isList(form: Form | undefined): form is readonly Form[] {
  return Array.isArray(form);
}

function isObject(form: Form | undefined): form is FormObject {
  return typeof form === 'object' && form !== null && !Array.isArray(form);
}
