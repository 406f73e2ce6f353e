/**
 * What an author asked not to be told: `// zt-ignore <rule>: <reason>` on the line before, in Bicep and in JSON with comments; in strict JSON an entry
 * `"zt-ignore": { "<rule>": "<reason>" }` in the `metadata` of the resource; and `#disable-next-line <rule>` and its relatives in Bicep.
 */
import { currentId } from '../config/rule-names.ts';
import type { Finding } from '../rules/finding.ts';
import { type JsonObject, type JsonValue, nodeAt, propertyOf, propertyValue } from '../syntax/arm/json-node.ts';
import { type BicepFile, type Directive, isSilenced } from '../syntax/bicep/index.ts';
import { type LineIndex, lineIndex } from '../text/lines.ts';
import type { Problem } from '../text/problem.ts';
import { type Span, spanOf } from '../text/span.ts';
import { names } from './rule-settings.ts';

/** The word by which comments and metadata ask for silence. */
export const ignoreWord = 'zt-ignore';

/** What stands where the reason is still to be written. */
export const reasonPlaceholder = '<why>';

export interface Suppressions {
  covers(finding: Finding): boolean;
  /**
   * What is wrong with them: no reason, no such rule; and, if everything is known that is found, what covers none of the `findings`.
   * @param isOff true for rules of which nothing is told anyway.
   */
  problems(findings: readonly Finding[] | null, isOff: (ruleId: string) => boolean): readonly Problem[];
}

export const noSuppressions: Suppressions = { covers: () => false, problems: () => [] };

/** One rule that is not to be told in one place. */
interface Ignored {
  /** As written, with its place. */
  readonly name: string;
  readonly at: Span;
  readonly hasReason: boolean;
  /** Findings that begin here are meant. */
  readonly governs: Span;
}

export function bicepSuppressions({
  text,
  comments,
  directives,
}: Pick<BicepFile, 'text' | 'comments' | 'directives'>): Suppressions {
  if (!text.includes(ignoreWord)) return suppressionsOf([], directives);
  const lines = lineIndex(text);
  const isComment = new Set(comments.map(({ start }) => start));
  return suppressionsOf(
    ofComments(text, lines, (start) => isComment.has(start)),
    directives,
  );
}

export function armSuppressions(text: string, root: JsonValue | null): Suppressions {
  if (root === null || !text.includes(ignoreWord)) return noSuppressions;
  const lines = lineIndex(text);
  const isComment = (start: number): boolean => nodeAt(root, start)?.type !== 'string';
  const inMetadata = placesOf(text).flatMap((at) => ofMetadata(root, at));
  return suppressionsOf([...ofComments(text, lines, isComment), ...inMetadata], []);
}

/** Where the word stands in a text. */
function placesOf(text: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(ignoreWord); at >= 0; at = text.indexOf(ignoreWord, at + 1)) places.push(at);
  return places;
}

/**
 * What comments on lines of their own ask for: silence about what begins on the next line that is more than a comment or a decorator of Bicep.
 * @param isComment true if a comment begins at the offset.
 */
function ofComments(text: string, lines: LineIndex, isComment: (start: number) => boolean): readonly Ignored[] {
  const asking = [...new Set(placesOf(text).map((at) => lines.positionAt(at).line))];
  const governed = new Map<number, Span>();
  // From below, so that a comment among others finds what the next one has found.
  for (const line of asking.toReversed()) {
    let next = line + 1;
    while (next < lines.lineCount && !governed.has(next) && isPassedOver(text, lines, next)) next++;
    governed.set(line, governed.get(next) ?? spanOf(lines.lineStart(next), lines.lineEnd(next)));
  }
  return asking.flatMap((line) => {
    const start = lines.lineStart(line);
    const comment = ignoringComment.exec(text.slice(start, lines.lineEnd(line)));
    if (comment === null || !isComment(start + (comment[1]?.length ?? 0))) return [];
    const [whole, , list = '', reason = ''] = comment;
    const word = start + whole.indexOf(ignoreWord);
    const listStart = word + ignoreWord.length;
    const common = { hasReason: isReason(reason), governs: governed.get(line) ?? spanOf(start, start) };
    const named = [...list.matchAll(/[^\s,]+/g)].map(({ 0: name, index }) => ({
      name,
      at: spanOf(listStart + index, listStart + index + name.length),
      ...common,
    }));
    return named.length > 0 ? named : [{ name: '', at: spanOf(word, listStart), ...common }];
  });
}

const ignoringComment = /^([ \t]*)\/\/[ \t]*zt-ignore(?![\w-])([^:]*)(?::(.*))?$/;

function isPassedOver(text: string, lines: LineIndex, line: number): boolean {
  return /^[ \t]*(?:$|\/\/|@)/.test(text.slice(lines.lineStart(line), lines.lineEnd(line)));
}

/** Nothing else of the file is held on to: its tree is many times as large as what was lowered from it. */
function suppressionsOf(ignored: readonly Ignored[], directives: readonly Directive[]): Suppressions {
  if (ignored.length === 0 && directives.length === 0) return noSuppressions;
  const covering = ignored.flatMap((one) => {
    const id = currentId(names, one.name);
    return id !== null && one.hasReason ? [{ ...one, id }] : [];
  });
  const isMet = (finding: Finding, { id, governs }: { readonly id: string; readonly governs: Span }): boolean =>
    finding.ruleId === id && governs.start <= finding.at.span.start && finding.at.span.start <= governs.end;
  const unusedAmong = (findings: readonly Finding[]): typeof covering =>
    covering.filter((one) => !findings.some((finding) => isMet(finding, one)));
  return {
    covers: (finding) =>
      covering.some((one) => isMet(finding, one)) || isSilenced(directives, finding.ruleId, finding.at.span.start),
    problems: (findings, isOff) => [
      ...ignored.flatMap(faultOf),
      ...(findings === null ? [] : unusedAmong(findings))
        .filter(({ id }) => !isOff(id))
        .map(({ id, at }) => problem(at, 'hint', `Nothing is ignored here: there is no finding of ${id}.`)),
    ],
  };
}

function faultOf({ name, at, hasReason }: Ignored): readonly Problem[] {
  if (name === '') return [problem(at, 'warning', 'Which rule is ignored? Write its id, a colon and why.')];
  if (currentId(names, name) === null) return [problem(at, 'warning', `No rule is called ${JSON.stringify(name)}.`)];
  if (hasReason) return [];
  return [problem(at, 'warning', `${name} is only ignored with a reason: write why behind the colon.`)];
}

function problem(span: Span, severity: Problem['severity'], message: string): Problem {
  return { code: 'suppression', severity, message, span };
}

function isReason(text: string): boolean {
  const reason = text.trim();
  return reason !== '' && reason !== reasonPlaceholder;
}

/** The entry's rules hold for the whole object in which the metadata stands. */
function ofMetadata(root: JsonValue, at: number): readonly Ignored[] {
  const key = nodeAt(root, at);
  const entry = key?.parent;
  if (entry?.type !== 'property' || entry.children[0] !== key) return [];
  const metadata = entry.parent.parent;
  const list = entry.children[1];
  if (metadata?.type !== 'property' || metadata.children[0].value !== 'metadata' || list?.type !== 'object') return [];
  const owner = metadata.parent;
  return list.children.map(({ children: [name, value] }) => ({
    name: name.value,
    at: spanOf(name.offset, name.offset + name.length),
    hasReason: value?.type === 'string' && isReason(value.value),
    governs: spanOf(owner.offset, owner.offset + owner.length),
  }));
}

/** The object of a resource, or of a parameter, that holds the offset: where metadata of its own may stand. Null if none does. */
export function ownerOfMetadata(root: JsonValue, offset: number): JsonObject | null {
  let node = nodeAt(root, offset) ?? undefined;
  for (; node !== undefined; node = node.parent as typeof node) {
    if (node.type !== 'object') continue;
    const type = propertyValue(node, 'type');
    if (type?.type === 'string' && (propertyOf(node, 'apiVersion') !== null || isParameter(node))) return node;
  }
  return null;
}

function isParameter(object: JsonObject): boolean {
  const section = object.parent?.type === 'property' ? object.parent.parent.parent : undefined;
  return section?.type === 'property' && section.children[0].value === 'parameters';
}
