/** Applies the repairs of all findings of some files, each to a copy, and judges what comes of it. */
import { defaultConfiguration } from '../../server/src/config/configuration.ts';
import type { Refusal } from '../../server/src/repair/verify.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { rules } from '../../server/src/rules/index.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import type { Engine, SourceFile, VerifiedRepair } from '../../server/src/service/model.ts';
import { repairFile } from '../../server/src/service/repair-files.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { lower } from '../deployment.ts';
import {
  type Broken,
  bytesOutside,
  canBeWritten,
  countsResources,
  type EntryChange,
  isGone,
  noNewProblem,
  nothingIsNew,
  parses,
  type TextChange,
} from './conditions.ts';
import { type EntryState, stateOf } from './entry-state.ts';
import { isOnOwnedValue, standsIn } from './owned-value.ts';
import { type ChangedTexts, type ProofFiles, unchanged } from './proof-files.ts';
import { type ChangedDeployment, saysItsTraffic } from './traffic.ts';
import { differenceOf } from './written-properties.ts';

/** What became of one finding. */
export interface Proven {
  readonly finding: Finding;
  /** True if it is about a value that a text or an argument of the author's decides. */
  readonly onOwnedValue: boolean;
  /** False if the rule says that only a person can mend what it finds. */
  readonly isMendable: boolean;
  readonly repairs: number;
  /** Why there is no repair; null if there is one. */
  readonly refused: string | null;
  readonly broken: readonly (Broken & { readonly title: string })[];
}

/** The rules that offer repairs. */
const mendedByEdits = new Set(rules.filter((rule) => rule.repairs.length > 0).map(({ id }) => id));

/** States of entries that are kept: a module is looked at once for each of its findings. */
const mostStates = 60;

export class Proof {
  readonly engine: Engine = createEngine();
  private readonly files: ProofFiles;
  private readonly states = new Map<string, EntryState>();

  constructor(files: ProofFiles) {
    this.files = files;
  }

  /** Every finding of a file. */
  of(path: string): readonly Proven[] {
    const file = this.files.file(path);
    const workspace = this.files.workspace(file);
    const { findings } = this.engine.analyze(file, defaultConfiguration, workspace);
    return findings.map((finding) => {
      const repairs = this.engine.repairs(file, defaultConfiguration, finding.key, workspace);
      const entries = this.entriesWith(finding);
      return {
        finding,
        isMendable: mendedByEdits.has(finding.ruleId),
        onOwnedValue: entries.some((entry) => isOnOwnedValue(this.files, entry, this.before(entry), finding)),
        repairs: repairs.length,
        refused: repairs.length > 0 ? null : this.reasonFor(finding, entries, file),
        broken: repairs.flatMap((repair) =>
          this.judge(finding, repair).map((broken) => ({ ...broken, title: repair.title })),
        ),
      };
    });
  }

  private judge(finding: Finding, repair: VerifiedRepair): readonly Broken[] {
    const ofFinding = this.files.file(finding.at.file).text;
    const texts = repair.edits.map(({ path, edits, creates }): TextChange => {
      const text = creates ? '' : this.files.file(path).text;
      const after = applyEdits(text, edits);
      const before = creates ? lower('') : this.files.read(path, unchanged);
      return {
        path,
        styled: creates ? ofFinding : text,
        before: text,
        after,
        lowered: { before, after: lower(after) },
      };
    });
    const changed: ChangedTexts = new Map(texts.map(({ path, lowered }) => [path, lowered.after]));
    const edited = repair.edits.filter(({ creates }) => creates !== true);
    const paths = [finding.at.file, ...edited.map(({ path }) => path)];
    const entries = new Set(paths.flatMap((path) => this.files.entriesOf(path)));
    const changes = [...entries].map(
      (entry): EntryChange => ({ entry, before: this.before(entry), after: stateOf(this.files, entry, changed) }),
    );
    return [
      ...texts.flatMap(parses),
      ...texts.flatMap((text) => bytesOutside(repair, text)),
      ...changes.flatMap((change) => isGone(finding, change)),
      ...changes.flatMap((change) => nothingIsNew(finding, change)),
      ...changes.flatMap(noNewProblem),
      ...changes.flatMap(canBeWritten),
      ...countsResources(repair, finding, changes),
      ...saysItsTraffic(repair, changes.filter(changesNetwork).map(deploymentsOf)),
    ];
  }

  /** All repairs of a file, one after the other, and once more: then there is nothing left to do. */
  twice(path: string): readonly Broken[] {
    const file = this.files.file(path);
    const workspace = this.files.workspace(file);
    const kinds: readonly VerifiedRepair['kind'][] = ['safe', 'review'];
    const once = repairFile(this.engine, file, defaultConfiguration, kinds, workspace);
    const again = repairFile(this.engine, { ...file, text: once.text }, defaultConfiguration, kinds, workspace);
    if (once.complete && again.applied.length === 0 && again.text === once.text) return [];
    return [{ condition: 'twice is once', detail: `${again.applied.length} repairs again in ${path}` }];
  }

  private before(entry: string): EntryState {
    const known = this.states.get(entry);
    if (known !== undefined) return known;
    const state = stateOf(this.files, entry, unchanged);
    this.states.set(entry, state);
    for (const oldest of this.states.keys()) {
      if (this.states.size <= mostStates) break;
      this.states.delete(oldest);
    }
    return state;
  }

  private entriesWith(finding: Finding): readonly string[] {
    return this.files.entriesOf(finding.at.file).filter((entry) => standsIn(this.before(entry), finding).length > 0);
  }

  private reasonFor(finding: Finding, entries: readonly string[], file: SourceFile): string {
    const workspace = this.files.workspace(file);
    const [first] = this.engine.refusals(file, defaultConfiguration, finding.key, workspace);
    if (first !== undefined) {
      const { refusal } = first;
      return refusal === null ? 'no place in the text' : `${refusal.kind} ${detailOf(refusal)}`.trim();
    }
    return entries.length === 0 ? 'it stands in no entry' : 'the rule proposes nothing';
  }
}

/** True if a repair changes, adds or removes something of the network. */
function changesNetwork({ before, after }: EntryChange): boolean {
  return differenceOf(before.resources, after.resources).types.some((type) => type.startsWith('microsoft.network/'));
}

function deploymentsOf({ before, after }: EntryChange): ChangedDeployment {
  return { before: before.deployment, after: after.deployment };
}

function detailOf(refusal: Refusal): string {
  if (refusal.kind === 'breaks') return refusal.ruleId;
  return refusal.kind === 'stays' || refusal.kind === 'damaged' ? '' : refusal.message;
}
