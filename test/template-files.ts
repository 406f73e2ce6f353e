/** For tests: several files that name each other, as the evaluation reads them. */
import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { buildDeployment, type EvaluatedDeployment } from '../server/src/deployment/build.ts';
import type { DirectoryFile, LoadedTemplate, Missing, TemplateFiles } from '../server/src/evaluate/files.ts';
import { type Program, programOf } from '../server/src/evaluate/program.ts';
import type { ScenarioContext } from '../server/src/evaluate/scenario.ts';
import { linkedFile } from '../server/src/service/files/linked-file.ts';
import { parseBicep } from '../server/src/syntax/bicep/index.ts';
import { lowerBicep } from '../server/src/template/lower-bicep.ts';
import { lower } from './deployment.ts';

/** Texts, or bytes, by name. */
export type FileTexts = Readonly<Record<string, string | Uint8Array>>;

export interface Setting {
  /** The parameter file of the scenario. */
  readonly parameters?: string;
  readonly context?: ScenarioContext;
}

const notThere: Missing = {
  kind: 'missing',
  reason: 'it is not there',
  problem: { code: 'file-missing', severity: 'error', message: 'This file is not there.' },
};

/** Files find each other by relative paths. */
export function templateFiles(files: FileTexts): TemplateFiles {
  const loaded = new Map<string, LoadedTemplate>();
  const at = (from: string, path: string): string => posix.join(posix.dirname(from), path);
  return {
    load(from, reference) {
      const file = at(from, reference);
      if (files[file] === undefined) return notThere;
      const known = loaded.get(file) ?? loadedFile(files, file);
      loaded.set(file, known);
      return known;
    },
    linked(from, address) {
      const parent = (path: string): string | null => (path === '.' ? null : posix.dirname(path));
      const has = (path: string): boolean => files[path] !== undefined;
      const file = linkedFile({ parent, resolve: posix.join, has }, from, address);
      return file === null || file === undefined ? notThere : loadedFile(files, file);
    },
    content(from, path) {
      const content = files[at(from, path)];
      if (content === undefined) return notThere;
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    directory(from, path, pattern) {
      const folder = at(from, path);
      const ending = pattern === null ? '' : pattern.replace('*', '');
      return Object.keys(files)
        .filter((file) => posix.dirname(file) === folder && file.endsWith(ending))
        .map(
          (file): DirectoryFile => ({
            relativePath: posix.relative(posix.dirname(from), file),
            baseName: posix.basename(file),
            extension: posix.extname(file),
          }),
        );
    },
  };
}

export function loadedFile(files: FileTexts, file: string): LoadedTemplate {
  const text = files[file];
  assert.ok(typeof text === 'string', `${file} is not there`);
  const isParameters = file.endsWith('.bicepparam');
  const language = 'bicep-params';
  return { file, lowered: isParameters ? lowerBicep(parseBicep(text, { language }), language) : lower(text) };
}

function requestOf(files: FileTexts, { parameters, context = {} }: Setting) {
  const [main] = Object.keys(files);
  assert.ok(main !== undefined);
  const { file, lowered } = loadedFile(files, main);
  const scenario = { parameters: parameters === undefined ? null : loadedFile(files, parameters), context };
  return { file, lowered, files: templateFiles(files), scenario };
}

/** The deployment of the first of several files. */
export function deploymentOfFiles(files: FileTexts, setting: Setting = {}): EvaluatedDeployment {
  return buildDeployment(requestOf(files, setting));
}

/** The program of the first of several files. */
export function programOfFiles(files: FileTexts, setting: Setting = {}): Program {
  return programOf(requestOf(files, setting));
}

/** The problems of several files, each with the text where it stands. */
export function problemsOf(files: FileTexts, setting: Setting = {}): readonly string[] {
  return programOfFiles(files, setting).problems.map(({ file, node, severity, message }) => {
    const { start, end } = loadedFile(files, file).lowered.spans.spanOf(node);
    const text = files[file];
    return `${file}: ${typeof text === 'string' ? text.slice(start, end) : ''}: ${severity}: ${message}`;
  });
}
