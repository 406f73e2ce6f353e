/** Repairs of a template in both languages: what a repair makes of the Bicep file and of its JSON twin is one deployment. */
import { defaultConfiguration } from '../../server/src/config/configuration.ts';
import { noFiles } from '../../server/src/evaluate/files.ts';
import { type Program, programOf } from '../../server/src/evaluate/program.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import type { Engine, SourceFile, VerifiedRepair } from '../../server/src/service/model.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { comparePrograms } from '../conformance/compare-programs.ts';
import { lower } from '../deployment.ts';
import { stableKey } from './stable-key.ts';

export interface Twins {
  readonly title: string;
  readonly bicep: string;
  readonly json: string;
}

export interface ComparedRepairs {
  /** Findings that both have, and those that one of them has. */
  readonly findings: number;
  readonly alone: number;
  /** Repairs after which both are one deployment, as far as they were before. */
  readonly repairs: number;
  /** What differs after a repair that has the same title in both. */
  readonly differences: readonly string[];
  /** Repairs that one language alone offers, or that differ and say so. */
  readonly unlike: readonly string[];
}

interface Side {
  readonly file: SourceFile;
  readonly findings: readonly Finding[];
}

/** Repairs each finding that both have in both, each repair by itself, and compares what is deployed. */
export function compareRepairs({ title, bicep, json }: Twins, engine: Engine): ComparedRepairs {
  const left = sideOf(engine, { path: 'main.bicep', text: bicep, format: 'bicep' });
  const right = sideOf(engine, { path: 'main.json', text: json, format: 'json' });
  const pairs = pairsOf(left.findings, right.findings);
  const known = new Set(contradictions(bicep, json));
  let repairs = 0;
  const differences: string[] = [];
  const unlike: string[] = [];
  for (const [ofBicep, ofJson] of pairs) {
    const inBicep = engine.repairs(left.file, defaultConfiguration, ofBicep.key);
    const inJson = engine.repairs(right.file, defaultConfiguration, ofJson.key);
    const where = `${title}: ${ofBicep.ruleId}`;
    for (const repair of inBicep) {
      const twin = inJson.find(({ index }) => index === repair.index);
      if (twin === undefined) {
        unlike.push(`${where}: in Bicep only: ${repair.title}`);
        continue;
      }
      const found = contradictions(repaired(bicep, repair), repaired(json, twin)).find((text) => !known.has(text));
      if (found === undefined) repairs++;
      else if (titleOf(repair, ofBicep) === titleOf(twin, ofJson))
        differences.push(`${where}: ${repair.title}: ${found}`);
      else unlike.push(`${where}: Bicep: ${repair.title}; JSON: ${twin.title}: ${found}`);
    }
    for (const { index, title: only } of inJson)
      if (inBicep.every((repair) => repair.index !== index)) unlike.push(`${where}: in JSON only: ${only}`);
  }
  const alone = left.findings.length + right.findings.length - 2 * pairs.length;
  return { findings: pairs.length, alone, repairs, differences, unlike };
}

function sideOf(engine: Engine, file: SourceFile): Side {
  return { file, findings: engine.analyze(file, defaultConfiguration).findings };
}

/** Findings of one rule at one resource, in the order in which they stand. JSON shows names as they are, or as they are computed. */
function pairsOf(bicep: readonly Finding[], json: readonly Finding[]): readonly (readonly [Finding, Finding])[] {
  const open = [...json];
  const take = (finding: Finding, isTwin: (other: Finding) => boolean): readonly [Finding, Finding][] => {
    const at = open.findIndex((other) => kindOf(other) === kindOf(finding) && isTwin(other));
    const [twin] = at < 0 ? [] : open.splice(at, 1);
    return twin === undefined ? [] : [[finding, twin]];
  };
  const pairs = bicep.flatMap((finding) => take(finding, (other) => other.resource.name === finding.resource.name));
  const waiting = bicep.filter((finding) => pairs.every(([paired]) => paired !== finding));
  // Where the names don't tell, the only ones of their kind belong together.
  const isOnly = (some: readonly Finding[], one: Finding): boolean =>
    some.filter((other) => kindOf(other) === kindOf(one)).length === 1;
  const others = waiting.filter((finding) => isOnly(waiting, finding));
  return [...pairs, ...others.flatMap((finding) => take(finding, (other) => isOnly(open, other)))];
}

function kindOf({ ruleId, resource }: Finding): string {
  return `${ruleId} ${resource.type.toLowerCase()}`;
}

/** What a repair says without what the language calls the resource. */
function titleOf({ title }: VerifiedRepair, { resource: { symbolicName, name } }: Finding): string {
  return title.replace(symbolicName ?? name, '...');
}

function repaired(text: string, { edits }: VerifiedRepair): string {
  return applyEdits(
    text,
    edits.flatMap((fileEdit) => fileEdit.edits),
  );
}

function contradictions(bicep: string, json: string): readonly string[] {
  return comparePrograms(program(bicep), program(json)).outcomes.flatMap(({ kind, path, bicep: left, json: right }) =>
    kind === 'contradiction' ? [`${stableKey(path)}: ${left} in Bicep, ${right} in JSON`] : [],
  );
}

function program(text: string): Program {
  return programOf({ file: 'main', lowered: lower(text), files: noFiles });
}
