/** The edit by which an author says that a finding is meant so: a comment with a reason, or in strict JSON an entry of the metadata. */
import { beginsLine, indentationAt, lineBreakAt, lineStartOf } from '../repair/file-style.ts';
import type { Finding } from '../rules/finding.ts';
import { type JsonObject, propertyOf, propertyValue } from '../syntax/arm/json-node.ts';
import { parseArm } from '../syntax/arm/parse-arm.ts';
import type { SourceFile } from './model.ts';
import { ignoreWord, ownerOfMetadata } from './suppressions.ts';

/** A text that is inserted, with the place of the reason in it. */
export interface IgnoreEdit {
  readonly offset: number;
  readonly before: string;
  /** What stands behind the reason. */
  readonly after: string;
}

/** The edits of a file's findings; null where the file has no place for one: strict JSON outside of resources and parameters. */
export function ignoreEdits({ text, format, path }: SourceFile): (finding: Finding) => IgnoreEdit | null {
  const takesComments = format !== 'json' || path.endsWith('.jsonc') || /^[ \t]*\/\//m.test(text);
  if (takesComments) {
    return ({ ruleId, at }) => {
      const offset = lineStartOf(text, at.span.start);
      return {
        offset,
        before: `${indentationAt(text, offset)}// ${ignoreWord} ${ruleId}: `,
        after: lineBreakAt(text, offset),
      };
    };
  }
  const { root } = parseArm(text);
  return ({ ruleId, at }) => {
    const owner = root && ownerOfMetadata(root, at.span.start);
    return owner === null ? null : inMetadata(text, owner, ruleId);
  };
}

function inMetadata(text: string, owner: JsonObject, ruleId: string): IgnoreEdit | null {
  const metadata = propertyValue(owner, 'metadata');
  if (metadata === null) {
    if (propertyOf(owner, 'metadata') !== null) return null;
    const name = propertyOf(owner, 'name');
    const behindName = name === null ? 0 : owner.children.indexOf(name) + 1;
    return entry(text, owner, behindName, `"metadata": { "${ignoreWord}": { "${ruleId}": "`, '" } }');
  }
  if (metadata.type !== 'object') return null;
  const ignored = propertyValue(metadata, ignoreWord);
  if (ignored === null) return entry(text, metadata, 0, `"${ignoreWord}": { "${ruleId}": "`, '" }');
  return ignored.type === 'object' ? entry(text, ignored, 0, `"${ruleId}": "`, '"') : null;
}

/** A property before the one with the index, on a line of its own if that one has one; before the first if there is none with the index. */
function entry(text: string, object: JsonObject, index: number, before: string, after: string): IgnoreEdit {
  const next = object.children[index] ?? object.children[0];
  if (next === undefined) return { offset: object.offset + 1, before: ` ${before}`, after: `${after} ` };
  if (!beginsLine(text, next.offset)) return { offset: next.offset, before, after: `${after}, ` };
  const offset = lineStartOf(text, next.offset);
  return { offset, before: indentationAt(text, offset) + before, after: `${after},${lineBreakAt(text, offset)}` };
}
