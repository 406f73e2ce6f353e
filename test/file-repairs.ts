/** For tests: what repairs make of files that belong together. */
import assert from 'node:assert/strict';
import { createEngine } from '../server/src/service/engine.ts';
import { applyEdits } from '../server/src/text/edit.ts';
import { memoryWorkspace } from './memory-workspace.ts';

type Texts = Readonly<Record<string, string>>;

export interface RepairedFiles {
  readonly title: string;
  /** The files that it changes. */
  readonly files: Texts;
}

/** What is in the folder `restored` is nobody's to change. */
const isOwned = (path: string): boolean => !path.startsWith('restored/');

/** What each repair of a rule's first finding makes of the files that it changes; the same with CRLF, where only line ends differ. */
export function fileRepairs(files: Texts, main: string, ruleId: string): readonly RepairedFiles[] {
  const [lf = [], crlf] = ['\n', '\r\n'].map((lineBreak): readonly RepairedFiles[] => {
    const texts = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', lineBreak)]),
    );
    const { workspace, file } = memoryWorkspace(texts, isOwned);
    const engine = createEngine();
    const asked = file(main);
    const finding = engine.analyze(asked, { rules: {} }, workspace).findings.find((one) => one.ruleId === ruleId);
    assert.ok(finding, `there is no ${ruleId} in ${main}`);
    return engine.repairs(asked, { rules: {} }, finding.key, workspace).map(({ title, edits }) => ({
      title,
      files: Object.fromEntries(edits.map(({ path, edits: ofFile }) => [path, applyEdits(texts[path] ?? '', ofFile)])),
    }));
  });
  const withLf = crlf?.map(({ title, files: texts }) => ({
    title,
    files: Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, text.replaceAll('\r\n', '\n')])),
  }));
  assert.deepEqual(withLf, lf);
  return lf;
}
