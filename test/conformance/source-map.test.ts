/**
 * The compiler's source maps as oracle of provenance: `main.sourcemap.bicep` has, below each line of Bicep, the lines of JSON that it made.
 *
 * Bicep and its compiled JSON are evaluated in the same scenario and every value is walked in both at once: properties of resources, arguments of modules,
 * variables, defaults and outputs, with all that is inside of them. Each value has a cell in either evaluation, and the text of that cell, the
 * first element of its chain, stands on a line. The law: the map has the line of JSON below the line of Bicep. Where a value leads on into a
 * variable or a parameter, the parts of it are walked there, in both languages, so the ends of chains are compared as well as their uses.
 * Of a resource that a module makes, the map knows the call, so the outermost call of its call path must stand on that line. A variable that
 * the compiler writes in place of its uses made the line with its own text: then it is the second element of the chain that stands there.
 *
 * The map repeats the text of a line of JSON, not its number, so equal texts are told apart by how many of them a line of Bicep makes: never do
 * more lines of JSON with one text lead to a line of Bicep than the map has there. What one line of JSON holds as a whole
 * (`"[createObject(...)]"`) is compared once; its parts have no lines.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { after, suite, test } from 'node:test';
import { CallPaths } from '../../server/src/deployment/call-paths.ts';
import { Cell } from '../../server/src/evaluate/cell.ts';
import type { TemplateFiles } from '../../server/src/evaluate/files.ts';
import { type Program, programOf } from '../../server/src/evaluate/program.ts';
import { isArray, isObject, keysOf, propertyOf } from '../../server/src/evaluate/values.ts';
import { type LineIndex, lineIndex } from '../../server/src/text/lines.ts';
import { corpusFiles, needsCorpus } from '../corpus.ts';
import { corpusModules } from '../corpus-modules.ts';
import { comparePrograms, type Deployed, type Pair } from './compare-programs.ts';
import { inScenario, scenarioNames } from './pair-scenarios.ts';

const modules = corpusModules();

/** Registry modules are not in the baselines. */
const files: TemplateFiles = {
  ...modules,
  load: (from, reference) =>
    /^(br|ts)[/:]/.test(reference)
      ? { kind: 'missing', reason: 'the module is not restored', problem: null }
      : modules.load(from, reference),
};

const totals = { sets: 0, values: 0, lines: 0, mapped: 0 };

after(() => console.log(`source maps: ${JSON.stringify(totals)}`));

/** Texts of JSON lines by the number of the line of Bicep that made them. */
type SourceMap = ReadonlyMap<number, readonly string[]>;

function sourceMapOf(text: string): SourceMap {
  const map = new Map<number, string[]>();
  let line = -1;
  for (const written of text.split(/\r\n|\n/)) {
    if (!written.startsWith('//@')) line++;
    else map.set(line, [...(map.get(line) ?? []), written.slice(3).trim()]);
  }
  return map;
}

interface Text {
  readonly lines: LineIndex;
  readonly texts: readonly string[];
}

function textOf(file: string): Text {
  const text = readFileSync(file, 'utf8');
  return { lines: lineIndex(text), texts: text.split(/\r\n|\n/) };
}

/** Walks the values of both evaluations and collects which line of JSON was led to from which line of Bicep. */
class Walk {
  readonly bicep: Program;
  readonly json: Program;
  values = 0;
  /** Lines of Bicep by lines of JSON. */
  readonly made = new Map<number, Map<number, string>>();
  private readonly texts: Pair<Text>;
  private readonly seen = new Map<Cell, Set<Cell>>();

  constructor(bicep: Program, json: Program, texts: Pair<Text>) {
    this.bicep = bicep;
    this.json = json;
    this.texts = texts;
  }

  /** @param call where the line of Bicep is that made it, if it isn't the cell's own */
  walk(bicep: Cell, json: Cell, path: string, call: number | null, above: number | null = null): void {
    const known = this.seen.get(json) ?? new Set<Cell>();
    if (known.has(bicep)) return;
    this.seen.set(json, known.add(bicep));
    const line = this.lineOf(this.json, json, this.texts.json);
    // A part of a value that JSON writes as one string has no line of its own.
    if (line === null || line === above) return;
    const by = call ?? this.lineOf(this.bicep, this.written(bicep), this.texts.bicep);
    // Text of another file: an import, a file that was loaded.
    if (by === null) return;
    this.values++;
    const makers = this.made.get(line) ?? new Map<number, string>();
    this.made.set(line, makers.set(by, path));
    const [left, right] = [this.bicep.evaluator.force(bicep), this.json.evaluator.force(json)];
    if (isObject(left) && isObject(right)) {
      for (const key of keysOf(right)) {
        const [part, other] = [propertyOf(left, key), propertyOf(right, key)];
        if (part !== undefined && other !== undefined) this.walk(part, other, `${path}.${key}`, call, line);
      }
    } else if (isArray(left) && isArray(right) && left.items.length === right.items.length) {
      for (const [index, { cell }] of left.items.entries()) {
        const other = right.items[index];
        if (other !== undefined) this.walk(cell, other.cell, `${path}[${index}]`, call, line);
      }
    }
  }

  /** The cell whose text the compiler writes: that of a variable that it puts in place of each of its uses. */
  private written(cell: Cell): Cell {
    this.bicep.evaluator.force(cell);
    const { expression, from } = cell;
    if (expression.kind !== 'name' || from === undefined) return cell;
    const isInlined =
      cell.frame.bindings.get(expression.name)?.kind === 'variable' &&
      !this.json.frame.bindings.has(`variable ${expression.name.toLowerCase()}`);
    return isInlined && cell.frame === this.bicep.frame ? this.written(from) : cell;
  }

  private lineOf(program: Program, { frame, expression }: Cell, { lines }: Text): number | null {
    if (frame.file !== program.file) return null;
    // To the compiler a loop begins at its `for`, which may stand on another line than the bracket before it.
    const { node } = expression.kind === 'loop' && program === this.bicep ? expression.source : expression;
    return lines.positionAt(program.lowered.spans.spanOf(node).start).line;
  }
}

function walkSet(walk: Walk, text: Text): void {
  const compared = comparePrograms(walk.bicep, walk.json);
  const calls = new CallPaths(walk.bicep);
  const callLine = (frame: Deployed['frame']): number | null => {
    const call = calls.callsAround(frame).at(-1);
    if (call === undefined) return null;
    return text.lines.positionAt(walk.bicep.lowered.spans.spanOf(call.declaration.nameNode).start).line;
  };
  for (const { bicep, json } of compared.resources) {
    const [left, right] = [walk.bicep.evaluator.force(bicep.body), walk.json.evaluator.force(json.body)];
    if (!isObject(left) || !isObject(right)) continue;
    for (const key of keysOf(right)) {
      // The name of JSON is made of names of several resources, and stands at the resource.
      if (key === 'name') continue;
      const [part, other] = [propertyOf(left, key), propertyOf(right, key)];
      if (part !== undefined && other !== undefined)
        walk.walk(part, other, `${bicep.key}.${key}`, callLine(bicep.frame));
    }
  }
  const [entry] = compared.templates;
  assert.ok(entry !== undefined);
  for (const { bicep, json } of compared.templates) {
    const call = bicep.frame === entry.bicep.frame ? null : callLine(bicep.frame);
    for (const kind of ['parameter', 'variable'] as const) {
      for (const { name } of bicep.template.declarations.filter((declaration) => declaration.kind === kind)) {
        const left = bicep.frame.bindings.get(name);
        const right = json.frame.bindings.get(`${kind} ${name.toLowerCase()}`);
        if (left?.kind !== kind || right?.kind !== kind) continue;
        // An argument stands at the call, with a line of its own.
        const isWrittenHere = left.cell.frame.file === walk.bicep.file;
        walk.walk(left.cell, right.cell, `${bicep.frame.path}/${name}`, isWrittenHere ? null : call);
      }
    }
    for (const output of bicep.template.declarations) {
      if (output.kind !== 'output') continue;
      const twin = json.template.declarations.find((one) => one.kind === 'output' && one.name === output.name);
      if (twin?.kind !== 'output') continue;
      const cells = [new Cell(output.value, bicep.frame), new Cell(twin.value, json.frame)] as const;
      walk.walk(...cells, `${bicep.frame.path}/output ${output.name}`, call);
    }
  }
}

/** What the map doesn't have. */
function breachesOf({ made }: Walk, map: SourceMap, json: Text): readonly string[] {
  const breaches: string[] = [];
  const counts = new Map<string, number>();
  for (const [line, makers] of made) {
    const text = json.texts[line]?.trim() ?? '';
    for (const [by, path] of makers) {
      const key = `${by} ${text}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      const mapped = map.get(by)?.filter((one) => one === text).length ?? 0;
      if (count > mapped) breaches.push(`${path}: Bicep ${by + 1}, JSON ${line + 1}: ${text}`);
    }
  }
  return breaches;
}

suite('source maps', needsCorpus('bicep-baselines'), () => {
  for (const file of corpusFiles('bicep-baselines', 'main.sourcemap.bicep')) {
    const set = basename(dirname(file));
    const [bicepFile, jsonFile] = ['main.bicep', 'main.json'].map((name) => file.replace('main.sourcemap.bicep', name));
    if (!bicepFile || !jsonFile || !existsSync(jsonFile)) continue;
    test(set, () => {
      const [bicep, json] = [modules.read(bicepFile), modules.read(jsonFile)];
      assert.ok(bicep !== null && json !== null);
      const map = sourceMapOf(readFileSync(file, 'utf8'));
      const texts = { bicep: textOf(bicepFile), json: textOf(jsonFile) };
      const lines = new Set<number>();
      const breaches = new Set<string>();
      for (const scenario of scenarioNames) {
        const lowered = inScenario(scenario, bicep, json);
        const walk = new Walk(
          programOf({ file: bicepFile, lowered: lowered.bicep, files }),
          programOf({ file: jsonFile, lowered: lowered.json, files }),
          texts,
        );
        walkSet(walk, texts.bicep);
        for (const breach of breachesOf(walk, map, texts.json)) breaches.add(breach);
        for (const line of walk.made.keys()) lines.add(line);
        totals.values += walk.values;
      }
      totals.sets++;
      totals.lines += lines.size;
      totals.mapped += [...map.values()].flat().length;
      assert.deepEqual([...breaches], []);
    });
  }

  test('most lines that the maps know are compared', () => {
    // The rest opens and closes what is no value: resources, types, metadata, closing brackets.
    assert.ok(totals.sets >= 30 && totals.lines > 0.75 * totals.mapped, JSON.stringify(totals));
  });
});
