/** For tests of laws: the templates of the corpus as entries of an evaluation. */
import { basename } from 'node:path';
import { type Program, type ProgramRequest, programOf } from '../../server/src/evaluate/program.ts';
import { corpusFiles } from '../corpus.ts';
import { corpusConsumers, corpusModules } from '../corpus-modules.ts';
import { isProof, type Random } from './random.ts';

export const modules = corpusModules();

/** The modules of the registry themselves, evaluated by their defaults. */
export function corpusLibrary(): readonly string[] {
  return corpusFiles('avm', '.bicep').filter((file) => basename(file) === 'main.bicep');
}

/** Modules and their consumers: all of them in a proof, else so many of both. */
export function sampledEntries(random: Random, count: number): readonly string[] {
  const all = [...corpusLibrary(), ...corpusConsumers()];
  return isProof ? all : random.sample(all, count);
}

/** Evaluates a file of the corpus with its modules. @throws if the file isn't there */
export function programAt(file: string, request: Partial<ProgramRequest> = {}): Program {
  const lowered = modules.read(file);
  if (lowered === null) throw new Error(`no file ${file}`);
  return programOf({ file, lowered, files: modules, ...request });
}
