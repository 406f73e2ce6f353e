/**
 * Functions of Bicep that read other files while a template is compiled: `loadTextContent` and its like. The values of what they read end their
 * chains at the call, which is the text that an author can change.
 *
 * Semantics: Bicep's documentation, file functions. Paths are relative to the file that holds the call.
 */
import { type Call, checked, type Implementation, ofSettled, refused } from '../calls.ts';
import type { Cell } from '../cell.ts';
import { isMissing, type Missing } from '../files.ts';
import { selectJson } from '../json-path.ts';
import { readJson } from '../json-values.ts';
import { longestString } from '../texts.ts';
import { isUnknown, shapeOf, type Value } from '../values.ts';
import { readYaml } from '../yaml-values.ts';
import { base64OfBytes } from './encoding.ts';

/** Bytes of a file that count as one step: reading a file costs work in each turn of a loop. */
const bytesPerStep = 100;

/** Characters of YAML that count as one step: reading them takes longer than copying bytes. */
const charactersPerStep = 5;

/** Characters of a YAML file that Bicep loads. Source: Bicep's documentation, `loadYamlContent`. */
const longestYaml = 1_048_576;

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1' | 'ascii';

/** Encodings by the names that the functions take. */
const encodings: ReadonlyMap<string, Encoding> = new Map([
  ['utf-8', 'utf-8'],
  ['utf-16', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['us-ascii', 'ascii'],
  ['iso-8859-1', 'latin1'],
]);

/** A function of constant texts, the first of which is the path of a file; `read` is asked once all are known. */
function ofFile(read: (call: Call, path: string, others: readonly string[]) => Value): Implementation {
  return ofSettled((call, values) => {
    const open = values.find(isUnknown);
    if (open !== undefined) return call.evaluator.failure(call.at, open.reason);
    const texts = values.filter((value) => typeof value === 'string');
    const [path, ...others] = texts;
    return path === undefined || texts.length < values.length ? refused(call) : read(call, path, others);
  });
}

/** The unknown for a file that isn't there; the author is told at the path. */
function missing(call: Call, { reason, problem }: Missing): Value {
  const { evaluator, at } = call;
  const place = call.operands[0] ?? at;
  if (problem !== null) evaluator.report({ file: at.frame.file, node: place.expression.node, ...problem });
  return evaluator.failure(at, reason);
}

/** The bytes of a file as `use` takes them. */
function ofBytes(call: Call, path: string, use: (bytes: Uint8Array) => Value): Value {
  const { evaluator, at } = call;
  const found = evaluator.files.content(at.frame.file, path);
  if (isMissing(found)) return missing(call, found);
  if (!evaluator.spend(Math.ceil(found.length / bytesPerStep))) return evaluator.beyond(at);
  return found.length > longestString ? evaluator.beyond(at, 'the file is too large') : use(found);
}

/** The text of a file as `use` takes it. A byte order mark goes before the encoding that the call names. */
function ofText(call: Call, path: string, encoding: string | undefined, use: (text: string) => Value): Value {
  const named = encodings.get((encoding ?? 'utf-8').toLowerCase());
  if (named === undefined) return refused(call);
  return ofBytes(call, path, (bytes) => {
    const text = decoded(bytes, named);
    if (text !== null) return use(text);
    const message = `'${path}' is no text: values from it are unknown.`;
    const problem = { code: 'file-unreadable', severity: 'warning', message } as const;
    return missing(call, { kind: 'missing', reason: 'the file is no text of its encoding', problem });
  });
}

/** Null if the bytes aren't of the encoding. */
function decoded(bytes: Uint8Array, named: Encoding): string | null {
  const encoding = markedEncoding(bytes) ?? named;
  if (encoding === 'latin1' || encoding === 'ascii') {
    // What ASCII lacks is a question mark, as .NET reads it.
    const last = encoding === 'ascii' ? 0x7f : 0xff;
    return bytes.reduce((text, byte) => text + (byte > last ? '?' : String.fromCharCode(byte)), '');
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function markedEncoding([first, second, third]: Uint8Array): Encoding | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

const loadTextContent = ofFile((call, path, others) => {
  if (others.length > 1) return refused(call);
  return ofText(call, path, others[0], (text) => checked(call, text));
});

const loadFileAsBase64 = ofFile((call, path, others) => {
  if (others.length > 0) return refused(call);
  return ofBytes(call, path, (bytes) => checked(call, base64OfBytes(bytes)));
});

/** A JSON file, or the one value in it that a path such as `$.rules[0]` selects. */
const loadJsonContent = ofFile((call, path, others) => {
  const { evaluator, at } = call;
  if (others.length > 2) return refused(call);
  const [selection, encoding] = others;
  return ofText(call, path, encoding, (text) => {
    const whole = readJson(text, (value) => evaluator.given(at, value));
    if (whole === undefined) return notReadable(call, path, 'JSON', null);
    return selection === undefined ? whole : selected(call, whole, selection);
  });
});

function selected({ evaluator, at }: Call, whole: Value, selection: string): Value {
  const found = selectJson(evaluator.given(at, whole), selection, evaluator.force);
  return found === null ? evaluator.failure(at, 'the file has no single value at this path') : evaluator.force(found);
}

/** The unknown for a file that isn't in its language, from a line on if one is named; the author is told at the path. */
function notReadable(call: Call, path: string, language: 'JSON' | 'YAML', line: number | null): Value {
  const { evaluator, at } = call;
  const where = line === null ? '' : ` (line ${line})`;
  evaluator.report({
    file: at.frame.file,
    node: (call.operands[0] ?? at).expression.node,
    code: `file-no-${language.toLowerCase()}`,
    severity: 'warning',
    message: `'${path}' can't be read as ${language}${where}: values from it are unknown.`,
  });
  return evaluator.failure(at, `the file is no ${language}`);
}

/** A YAML file, or the one value in it that a path selects. */
const loadYamlContent = ofFile((call, path, others) => {
  const { evaluator, at } = call;
  if (others.length > 2) return refused(call);
  const [selection, encoding] = others;
  return ofText(call, path, encoding, (text) => {
    if (text.length > longestYaml) return evaluator.beyond(at, 'the file is too large');
    if (!evaluator.spend(Math.ceil(text.length / charactersPerStep))) return evaluator.beyond(at);
    const read = readYaml(text, (value) => evaluator.given(at, value));
    if ('kind' in read) return notReadable(call, path, 'YAML', read.line);
    return selection === undefined ? read.value : selected(call, read.value, selection);
  });
});

const loadDirectoryFileInfo = ofFile((call, path, others) => {
  const { evaluator, at } = call;
  if (others.length > 1) return refused(call);
  const found = evaluator.files.directory(at.frame.file, path, others[0] ?? null);
  if (isMissing(found)) return missing(call, found);
  if (!evaluator.spend(found.length)) return evaluator.beyond(at);
  const given = (value: Value): Cell => evaluator.given(at, value);
  const shape = shapeOf(['relativePath', 'baseName', 'extension']);
  const items = found.map(({ relativePath, baseName, extension }) =>
    given({ kind: 'object', shape, cells: [given(relativePath), given(baseName), given(extension)], rest: null }),
  );
  return { kind: 'array', items, rest: null };
});

export const loadFunctions: Readonly<Record<string, Implementation>> = {
  loadTextContent,
  loadFileAsBase64,
  loadJsonContent,
  loadYamlContent,
  loadDirectoryFileInfo,
};
