import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { type Case, waitFor } from './cases.ts';
import {
  assertExpected,
  findingsIn,
  openCopy,
  ruleIdOf,
  waitForFinding,
  waitForFindings,
  waitForNoFinding,
} from './documents.ts';

export const findingCases: readonly Case[] = [
  ...['main.bicep', 'azuredeploy.json'].map((fixture) => ({
    name: `${fixture}: every finding stands at its exact range`,
    async run() {
      const { document } = await openCopy(fixture);
      assertExpected(drawFindings(document, await waitForFindings(document)), `${fixture}.findings.txt`);
    },
  })),
  ...['main.bicep', 'azuredeploy.json'].map((fixture) => ({
    name: `${fixture}: findings follow the typing`,
    async run() {
      const editor = await openCopy(fixture);
      const { range } = await waitForFinding(editor.document, 'no-public-network-access');
      const written = editor.document.getText(range);
      await editor.edit((edit) => edit.replace(range, written.replace('Enabled', 'Disabled')));
      await waitForNoFinding(editor.document, 'no-public-network-access');
      await vscode.commands.executeCommand('undo');
      const again = await waitForFinding(editor.document, 'no-public-network-access');
      assert.deepEqual(again.range, range);
    },
  })),
  {
    name: 'findings survive a syntax error elsewhere, at their moved places',
    async run() {
      const editor = await openCopy('main.bicep');
      const { range } = await waitForFinding(editor.document, 'no-public-network-access');
      await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'param broken string = {\n'));
      // Until the answer to the new text is there, the editor shows the findings of the old one.
      await waitFor(
        `the finding to move to line ${range.start.line + 2}`,
        () => findingsIn(editor.document).find((finding) => finding.range.start.line === range.start.line + 1) ?? null,
      );
      const moved = await waitForFinding(editor.document, 'no-public-network-access');
      assert.equal(editor.document.getText(moved.range), "'Enabled'");
    },
  },
  {
    name: 'a rule that the configuration file turns off falls silent, and speaks again without it',
    async run() {
      const { document } = await openCopy('main.bicep');
      await waitForFinding(document, 'no-public-network-access');
      const configuration = join(dirname(document.fileName), 'zerotrust.config.json');
      writeFileSync(configuration, '{ "rules": { "no-public-network-access": "off" } }');
      await waitForNoFinding(document, 'no-public-network-access');
      rmSync(configuration);
      await waitForFinding(document, 'no-public-network-access');
    },
  },
  {
    name: 'JSON that is no template is left alone',
    async run() {
      const other = await openCopy('package.json');
      const template = await openCopy('azuredeploy.json');
      await waitForFindings(template.document);
      assert.deepEqual(findingsIn(other.document), []);
    },
  },
  {
    name: 'beside an extension that owns the Bicep language, its manners and our findings are both there',
    async run() {
      const editor = await openCopy('main.bicep');
      await waitForFindings(editor.document);
      editor.selection = new vscode.Selection(0, 0, 0, 0);
      await vscode.commands.executeCommand('editor.action.commentLine');
      assert.equal(editor.document.lineAt(0).text, '// param location string = resourceGroup().location');
    },
  },
  {
    name: 'hover says what is wrong and names the rule',
    async run() {
      const { document } = await openCopy('main.bicep');
      const finding = await waitForFinding(document, 'no-public-network-access');
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        finding.range.start,
      );
      const text = hovers.flatMap((hover) => hover.contents.map(markdownOf)).join('\n');
      assert.match(text, /no-public-network-access/);
    },
  },
];

/** The document with a line of carets under each finding, its severity and its rule behind them. */
function drawFindings(document: vscode.TextDocument, findings: readonly vscode.Diagnostic[]): string {
  const lines: string[] = [];
  for (let line = 0; line < document.lineCount; line++) {
    lines.push(document.lineAt(line).text);
    for (const finding of findings.filter((each) => each.range.start.line === line)) {
      const { start, end } = finding.range;
      const length = end.line === line ? end.character - start.character : 0;
      const mark = length === 0 ? `! to ${end.line + 1}:${end.character + 1}` : '^'.repeat(length);
      const severity = vscode.DiagnosticSeverity[finding.severity].toLowerCase();
      lines.push(`${' '.repeat(start.character)}${mark} ${severity} ${ruleIdOf(finding)}`);
    }
  }
  return lines.join('\n');
}

function markdownOf(content: vscode.MarkdownString | vscode.MarkedString): string {
  return typeof content === 'string' ? content : content.value;
}
