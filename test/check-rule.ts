/**
 * Checks one rule on templates that carry their expectation: a comment line with carets under the place of each finding, and behind the
 * carets its severity and the beginning of its message.
 *
 *     publicNetworkAccess: 'Enabled'
 *     //                   ^^^^^^^^^ warning: publicNetworkAccess of logs is Enabled
 *
 * A template without such lines must be silent. Each is checked with both kinds of line breaks.
 */
import assert from 'node:assert/strict';
import { type Contract, noContract } from '../server/src/config/contract.ts';
import { runRules } from '../server/src/rules/engine.ts';
import type { Finding } from '../server/src/rules/finding.ts';
import type { Rule } from '../server/src/rules/rule.ts';
import { createEngine } from '../server/src/service/engine.ts';
import type { SourceFile, VerifiedRepair } from '../server/src/service/model.ts';
import { applyEdits } from '../server/src/text/edit.ts';
import { lineIndex } from '../server/src/text/lines.ts';
import { showCarets } from './carets.ts';
import { contractOf, deploymentOf } from './deployment.ts';
import { memoryWorkspace } from './memory-workspace.ts';
import { farthestLayouts, laidOut, textLayouts } from './text-layouts.ts';

/** How many fixtures of each rule expected findings, and how many none. */
const checked = new Map<string, { loud: number; silent: number }>();

/** Checks that the rule finds exactly what the marked text expects, with LF and with CRLF. */
export function checkRule(rule: Rule, marked: string, contract: Contract = noContract): void {
  const { text, expected } = unmarked(marked);
  count(rule, expected.length > 0);
  for (const lineBreak of ['\n', '\r\n']) {
    const source = text.replaceAll('\n', lineBreak);
    const deployment = deploymentOf(source, contract);
    const { findings } = runRules([rule], deployment, {});
    const shown = findings.map((finding) => describe(source, finding));
    const wanted = expected.map((line, index) => ({ line, actual: shown[index] ?? '' }));
    const agree = shown.length === expected.length && wanted.every(({ line, actual }) => actual.startsWith(line));
    if (agree) continue;
    const carets = findings.map(({ at, severity, message }) => ({ span: at.span, label: `${severity}: ${message}` }));
    assert.fail(
      `${rule.id} (${lineBreak === '\n' ? 'LF' : 'CRLF'})\nexpected:\n${expected.join('\n') || 'nothing'}\nfound:\n${shown.join('\n') || 'nothing'}\n\n${showCarets(source, carets)}`,
    );
  }
}

/** Checks that the rule is silent, and that its reasons for it begin as given, in order. */
export function checkQuiet(rule: Rule, text: string, ...reasons: readonly string[]): void {
  count(rule, false);
  const { findings, quiet } = runRules([rule], deploymentOf(text), {});
  assert.deepEqual(
    findings.map((finding) => finding.message),
    [],
  );
  const shown = quiet.map((note, index) => note.reason.slice(0, reasons[index]?.length ?? note.reason.length));
  assert.deepEqual(shown, reasons);
}

/**
 * Checks one repair: the first finding of the rule in `before` offers a verified repair whose title begins with `title`, and it makes the
 * whole text `after`, as both stand here and laid out as differently as can be.
 */
export function checkRepair(
  rule: Rule,
  before: string,
  title: string,
  after: string,
  contract: Contract = noContract,
): void {
  for (const layout of farthestLayouts) {
    const file = fileOf(laidOut(before, layout));
    const repairs = repairsOf(rule, file, contract);
    const repair = repairs.find((candidate) => candidate.title.startsWith(title));
    assert.ok(repair, `no repair begins with "${title}" among:\n${repairs.map((offered) => offered.title).join('\n')}`);
    assert.equal(repaired(file, repair), laidOut(after, layout), layout.title);
  }
}

/**
 * Checks the examples of a rule: `bad` has one finding of it, whose first repair makes `good`, which has none, however both are laid out. A
 * rule may have no repairs.
 */
export function checkExample(rule: Rule, bad: string, good: string): void {
  const contract = rule.examples.flows === undefined ? noContract : contractOf(...rule.examples.flows);
  for (const layout of textLayouts) {
    const [before, after] = [laidOut(bad, layout), laidOut(good, layout)];
    assert.equal(runRules([rule], deploymentOf(before, contract), {}).findings.length, 1, layout.title);
    assert.deepEqual(runRules([rule], deploymentOf(after, contract), {}).findings, [], layout.title);
    if (rule.repairs.length === 0) continue;
    const file = fileOf(before);
    const [first] = repairsOf(rule, file, contract);
    assert.ok(first, `${rule.id} offers no repair of its bad example (${layout.title})`);
    assert.equal(repaired(file, first), after, layout.title);
  }
}

/** Where the findings of a rule in a text point to besides their own place: the text there, and what is said of it. */
export function relatedTexts(rule: Rule, text: string): readonly string[] {
  const { findings } = runRules([rule], deploymentOf(text), {});
  return findings.flatMap(({ related }) =>
    related.map(({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`),
  );
}

/** The titles of all verified repairs of the rule's first finding. */
export function repairTitles(rule: Rule, text: string, contract: Contract = noContract): readonly string[] {
  return repairsOf(rule, fileOf(text), contract).map((repair) => repair.title);
}

function repairsOf(rule: Rule, file: SourceFile, contract: Contract) {
  const engine = createEngine();
  // On, whatever the profile.
  const configuration = { rules: { [rule.id]: rule.severity } };
  const declared = contract.flows === null ? {} : { flows: contract.flows.map((statement) => statement.text) };
  const { workspace } = memoryWorkspace({ [file.path]: file.text, 'zerotrust.config.json': JSON.stringify(declared) });
  const finding = engine
    .analyze(file, configuration, workspace)
    .findings.find((candidate) => candidate.ruleId === rule.id);
  assert.ok(finding, `${rule.id} finds nothing to repair in:\n${file.text}`);
  return engine.repairs(file, configuration, finding.key, workspace);
}

function repaired({ text }: SourceFile, { edits }: VerifiedRepair): string {
  return applyEdits(
    text,
    edits.flatMap((fileEdit) => fileEdit.edits),
  );
}

function fileOf(text: string): SourceFile {
  const isJson = text.trimStart().startsWith('{');
  return { path: isJson ? 'main.json' : 'main.bicep', text, format: isJson ? 'json' : 'bicep' };
}

/** `line:character-character severity: message`, lines from 1 as in an editor. */
function describe(text: string, { at, severity, message }: Finding): string {
  const { start, end } = lineIndex(text).rangeOf(at.span);
  const to = end.line === start.line ? String(end.character) : `${end.line + 1}:${end.character}`;
  return `${start.line + 1}:${start.character}-${to} ${severity}: ${message}`;
}

/** Takes the marker lines out of a text and tells what they expect. */
function unmarked(marked: string): { readonly text: string; readonly expected: readonly string[] } {
  const lines: string[] = [];
  const expected: string[] = [];
  for (const line of marked.split('\n')) {
    const marker = /^\s*\/\/\s*(?<carets>\^+)\s(?<label>\w+: .*)$/.exec(line);
    if (!marker?.groups) {
      lines.push(line);
      continue;
    }
    const { carets = '', label } = marker.groups;
    const start = line.indexOf(carets);
    expected.push(`${lines.length}:${start}-${start + carets.length} ${label}`);
  }
  return { text: lines.join('\n'), expected };
}

function count(rule: Rule, loud: boolean): void {
  const counts = checked.get(rule.id) ?? { loud: 0, silent: 0 };
  if (loud) counts.loud += 1;
  else counts.silent += 1;
  checked.set(rule.id, counts);
}

/** Fails unless the fixtures of the rule so far are at least as often silent as loud, and some are loud: the last test of each rule. */
export function checkBalance(rule: Rule): void {
  const { loud, silent } = checked.get(rule.id) ?? { loud: 0, silent: 0 };
  assert.ok(loud > 0 && silent >= loud, `${rule.id} has ${loud} loud and ${silent} silent fixtures`);
}
