import type { Location } from '../rules/finding.ts';
import type { Engine } from '../service/model.ts';
import type { AdmittingRule } from '../service/network/admitting-rules.ts';
import { trafficText } from '../service/network/matrix.ts';
import { isProtocol, type ReachAnswer, type ReachQuestion, type ReachSegment } from '../service/network/reach.ts';
import { enumeration } from '../text/enumeration.ts';
import { type LineIndex, lineIndex } from '../text/lines.ts';
import { type Invocation, UsageError } from './arguments.ts';
import { jsonVersion } from './json-report.ts';
import { onlyFile } from './only-file.ts';
import { runWorkspace } from './run-workspace.ts';
import { readNamedConfiguration, runOptionsOf } from './templates.ts';
import { type ExitCode, exitCodes, type Palette, palette, printable, type Terminal } from './terminal.ts';

/** Places in a file, by its name. */
type LinesOf = (file: string) => LineIndex;

/** `zero-trust reach`: whether one part of the network reaches another. The answer doesn't matter to the exit code. @throws UsageError */
export function reach({ operands, options }: Invocation, engine: Engine, terminal: Terminal): ExitCode {
  const { workingDirectory } = terminal;
  const question = questionOf(options);
  const file = onlyFile('look at', operands[0] ?? '', workingDirectory);
  const { path: name } = file.source;
  const run = runOptionsOf(options, terminal);
  readNamedConfiguration(options, engine, terminal);
  const workspace = runWorkspace([file], run);
  const answer = engine.reach(file.source, question, workspace);
  if (answer === null) throw new UsageError(`cannot look at ${name}: no Azure template`);
  if (answer.kind === 'unknown-end') throw new UsageError(unknownEnd(answer, question, name));
  if (answer.kind === 'no-address') throw new UsageError(`no address of ${question[answer.end]} in ${name} is known`);
  if (answer.kind === 'undecided') throw new UsageError(`cannot look at ${name}: ${answer.reason}`);

  const none = lineIndex('');
  const linesOf: LinesOf = (of) => workspace.linesOf(of) ?? none;
  const asJson = options.get('--format') === 'json';
  terminal.write(asJson ? reachJson(answer, linesOf) : reachText(answer, question, linesOf, palette(terminal.color)));
  return exitCodes.clean;
}

function questionOf(options: Invocation['options']): ReachQuestion {
  const from = options.get('--from');
  const to = options.get('--to');
  if (from === undefined || to === undefined) throw new UsageError('reach needs --from and --to');
  const protocol = options.get('--protocol')?.toLowerCase() ?? null;
  if (protocol !== null && !isProtocol(protocol))
    throw new UsageError(`unknown protocol ${protocol}; one of tcp, udp, icmp, esp, ah`);
  const written = options.get('--port');
  if (written === undefined) return { from, to, protocol, port: null };
  const port = /^\d{1,5}$/.test(written) ? Number(written) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError(`${written} is no port: 0 to 65535`);
  if (protocol !== null && protocol !== 'tcp' && protocol !== 'udp') throw new UsageError(`${protocol} has no ports`);
  return { from, to, protocol: protocol ?? 'tcp', port };
}

/** Names that are listed where one isn't known. */
const mostNames = 20;

function unknownEnd(
  { end, names }: Extract<ReachAnswer, { kind: 'unknown-end' }>,
  question: ReachQuestion,
  file: string,
): string {
  const listed = [...names.slice(0, mostNames), ...(names.length > mostNames ? ['...'] : [])];
  const known =
    listed.length === 0 ? 'it has no subnets' : `it has ${listed.join(', ')}, internet, tag:NAME and addresses`;
  return `nothing in ${file} is called ${question[end]}: ${known}`;
}

type Reach = Extract<ReachAnswer, { kind: 'reach' }>;

/** The contract's shape. */
function reachJson({ answer, dependsOn, segments, admittedBy, refused }: Reach, linesOf: LinesOf): string {
  const json = {
    version: jsonVersion,
    answer,
    dependsOn,
    segments: segments.map((segment) => ({
      protocol: segment.protocol,
      ports: portsText(segment),
      answer: segment.answer,
      dependsOn: segment.dependsOn,
      witness: segment.witness,
      hops: segment.hops.map(({ at, direction, answer: own, rule, text, location }) => ({
        at,
        direction,
        answer: own,
        rule,
        text,
        ...placeOf(location, linesOf),
      })),
    })),
    ...(admittedBy.length === 0
      ? {}
      : { admittedBy: admittedBy.map(({ location, ...rule }) => ({ ...rule, ...placeOf(location, linesOf) })) }),
    ...(refused.length === 0
      ? {}
      : { refused: refused.map(({ text, location }) => ({ text, ...placeOf(location, linesOf) })) }),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function placeOf(location: Location | null, linesOf: LinesOf): object {
  if (location === null) return { file: null, range: null };
  return { file: location.file, range: linesOf(location.file).rangeOf(location.span) };
}

function portsText({ ports: [first, last] }: ReachSegment): string {
  return `${first}-${last}`;
}

const verdicts = {
  allowed: 'reaches',
  denied: 'does not reach',
  depends: 'may reach',
} as const;

function reachText(
  { answer, segments, admittedBy, refused }: Reach,
  { from, to }: ReachQuestion,
  linesOf: LinesOf,
  paint: Palette,
): string {
  const headline = `${paint.bold(`${printable(from)} ${verdicts[answer]} ${printable(to)}`)}\n`;
  const shown = segments.filter((segment) => answer === 'denied' || segment.answer !== 'denied');
  const alike = new Map<string, ReachSegment[]>();
  for (const segment of shown) {
    const key = JSON.stringify([segment.answer, segment.dependsOn, segment.hops.map(({ text }) => text)]);
    alike.set(key, [...(alike.get(key) ?? []), segment]);
  }
  const groups = [...alike.values()].map((group) => groupText(group, linesOf, paint)).join('');
  const admitting = admittedBy.map((rule) => lineText(admittingText(rule), rule.location, linesOf, paint));
  const title = admitting.length === 1 ? 'A rule that would admit it' : 'Rules that would admit it';
  const lines = refused.map(({ text, location }) => lineText(text, location, linesOf, paint));
  return headline + groups + paragraph(title, admitting) + paragraph('Azure refuses', lines);
}

function paragraph(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `  ${title}:\n${lines.join('')}`;
}

/** `nsg-data inbound, priority 105: allow TCP 1433 from 10.0.1.0/24 to 10.0.2.0/24`. */
function admittingText({ group, direction, priority, protocol, port, sources, destinations }: AdmittingRule): string {
  const traffic = trafficText({ protocol, ports: [port ?? 0, port ?? 0] });
  return `${group} ${direction}, priority ${priority}: allow ${traffic} from ${enumeration(sources)} to ${enumeration(destinations)}`;
}

/** An indented line with the place that it speaks of. */
function lineText(text: string, location: Location | null, linesOf: LinesOf, paint: Palette): string {
  if (location === null) return `    ${printable(text)}\n`;
  const { line, character } = linesOf(location.file).positionAt(location.span.start);
  return `    ${printable(text)}  ${paint.dim(`${printable(location.file)}:${line + 1}:${character + 1}`)}\n`;
}

/** Segments that take the same way, with their hops once. */
function groupText(group: readonly ReachSegment[], linesOf: LinesOf, paint: Palette): string {
  const [first] = group;
  if (first === undefined) return '';
  const traffic = group.map(trafficText).join(', ');
  const depends =
    first.dependsOn.length === 0 ? '' : `    This depends on ${enumeration(first.dependsOn.map(printable))}.\n`;
  const hops = first.hops.map(({ text, location }) => lineText(text, location, linesOf, paint));
  const witness = first.witness === null ? '' : `    ${paint.dim(`for example ${first.witness}`)}\n`;
  return `  ${traffic}: ${first.answer}\n${depends}${hops.join('')}${witness}`;
}
