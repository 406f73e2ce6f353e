/**
 * What a workspace declares about its traffic: which subnets and resources make a tier, and which flows between tiers are meant. What no
 * statement declares is forbidden.
 *
 * A statement reads `from -> to: services`, such as `web -> app: tcp/443, tcp/8443`, `internet -> gateway: tcp/443` or `* -> data: none`.
 */
import { isTierId, type TierId, tierIds } from './tiers.ts';

/** One end of a declared flow: a tier, the Internet, or `*` for any of them. */
export type FlowEnd = TierId | 'internet' | '*';

export const flowProtocols = ['tcp', 'udp', 'icmp', 'esp', 'ah'] as const;

/** The protocol of a service; `*` is any. */
export type FlowProtocol = (typeof flowProtocols)[number] | '*';

/** A protocol with destination ports, both ends included. Protocols without ports have 0 to 65535. */
export interface FlowService {
  readonly protocol: FlowProtocol;
  readonly from: number;
  readonly to: number;
}

export interface FlowStatement {
  /** The statement as it is written, for messages. */
  readonly text: string;
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  /** Empty for `none`. */
  readonly services: readonly FlowService[];
}

/** What belongs to a tier by decision of the workspace. */
export interface TierMembers {
  readonly tier: TierId;
  /** Names of subnets, or `virtual network/subnet`; `*` stands for any text. */
  readonly subnets: readonly string[];
  /** Tags of resources, any of which is enough. */
  readonly tags: readonly { readonly name: string; readonly value: string }[];
}

export interface Contract {
  readonly tiers: readonly TierMembers[];
  /** The flows that are meant; null if the workspace declares none, which is not the same as an empty list: that forbids all. */
  readonly flows: readonly FlowStatement[] | null;
}

export const noContract: Contract = { tiers: [], flows: null };

const ends = `${tierIds.join(', ')}, internet or *`;
const anyPort = { from: 0, to: 65535 };

/** Reads one statement; a text is what is wrong with it. */
export function readFlowStatement(text: string): FlowStatement | string {
  const parts = /^\s*(\S+)\s*->\s*([^\s:]+)\s*:(.*)$/.exec(text);
  if (parts === null) return 'A flow is written "from -> to: services", such as "web -> app: tcp/443".';
  const from = parts[1] ?? '';
  const to = parts[2] ?? '';
  for (const end of [from, to]) {
    if (!isFlowEnd(end)) return `A flow is between tiers: ${JSON.stringify(end)} is none of ${ends}.`;
  }
  const services = readServices(parts[3] ?? '');
  if (typeof services === 'string') return services;
  if (!isFlowEnd(from) || !isFlowEnd(to)) return '';
  return { text: text.trim(), from, to, services };
}

function isFlowEnd(word: string): word is FlowEnd {
  return word === 'internet' || word === '*' || isTierId(word);
}

function readServices(text: string): readonly FlowService[] | string {
  const words = text.split(',').map((word) => word.trim().toLowerCase());
  if (words.length === 1 && words[0] === 'none') return [];
  const services: FlowService[] = [];
  for (const word of words) {
    const service = readService(word);
    if (typeof service === 'string') return service;
    services.push(service);
  }
  return services;
}

function readService(word: string): FlowService | string {
  const form = `A service is a protocol and destination ports, such as tcp/443 or udp/5000-5010: ${JSON.stringify(word)} is not.`;
  if (word === 'none') return 'none stands alone: it forbids the flow.';
  const parts = /^([a-z]+|\*)(?:\/(\d{1,5}|\*)(?:-(\d{1,5}))?)?$/.exec(word);
  if (parts === null) return form;
  const protocol = parts[1] === 'any' ? '*' : flowProtocols.find((known) => known === parts[1]);
  if (protocol === undefined && parts[1] !== '*') return form;
  const first = parts[2];
  if (first === undefined || first === '*')
    return parts[3] === undefined ? { protocol: protocol ?? '*', ...anyPort } : form;
  if (protocol !== 'tcp' && protocol !== 'udp') return `Only tcp and udp have ports: ${JSON.stringify(word)}.`;
  const from = Number(first);
  const to = Number(parts[3] ?? first);
  if (from > to || to > 65535) return `Ports run from 0 to 65535, the lower first: ${JSON.stringify(word)}.`;
  return { protocol, from, to };
}

/** A statement that doesn't go with the first one between the same ends, or that says the same as an earlier one. */
export interface Clash {
  readonly kind: 'contradicts' | 'repeats';
  /** The index of the statement. */
  readonly index: number;
  readonly earlier: FlowStatement;
}

/** The statements of which one forbids the flow that another declares, and those that are written twice. */
export function clashesOf(flows: readonly FlowStatement[]): readonly Clash[] {
  const firsts = new Map<string, FlowStatement>();
  const written = new Map<string, FlowStatement>();
  return flows.flatMap((flow, index): readonly Clash[] => {
    const ends = `${flow.from}>${flow.to}`;
    const whole = `${ends}: ${flow.services.map(({ protocol, from, to }) => `${protocol} ${from}-${to}`).sort()}`;
    const first = firsts.get(ends);
    const same = written.get(whole);
    if (first === undefined) firsts.set(ends, flow);
    if (same === undefined) written.set(whole, flow);
    if (first !== undefined && (first.services.length === 0) !== (flow.services.length === 0))
      return [{ kind: 'contradicts', index, earlier: first }];
    return same === undefined ? [] : [{ kind: 'repeats', index, earlier: same }];
  });
}

/** What is declared from one tier to another. */
export interface DeclaredFlow {
  readonly services: readonly FlowService[];
  /** The statements that decide; none if the flow is forbidden because no statement names it. */
  readonly statements: readonly FlowStatement[];
}

/**
 * The services that may flow between two ends. Statements that name both ends count before those with a `*`, and those before `* -> *`. Of
 * equally exact ones, `none` forbids what the others declare; else they add up.
 */
export function declaredBetween(
  flows: readonly FlowStatement[],
  from: Exclude<FlowEnd, '*'>,
  to: Exclude<FlowEnd, '*'>,
): DeclaredFlow {
  const fitting = flows.filter(
    (flow) => (flow.from === '*' || flow.from === from) && (flow.to === '*' || flow.to === to),
  );
  const most = Math.max(0, ...fitting.map(exactness));
  const deciding = fitting.filter((flow) => exactness(flow) === most);
  const forbidding = deciding.filter((flow) => flow.services.length === 0);
  if (forbidding.length > 0) return { services: [], statements: forbidding };
  return { services: deciding.flatMap((flow) => flow.services), statements: deciding };
}

function exactness(flow: FlowStatement): number {
  return (flow.from === '*' ? 0 : 1) + (flow.to === '*' ? 0 : 1);
}

/** True if a name fits a pattern in which `*` stands for any text; letters' case is ignored, as Azure ignores it in names. */
export function fitsName(pattern: string, name: string): boolean {
  const pieces = pattern.toLowerCase().split('*');
  const text = name.toLowerCase();
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return text === first;
  const last = pieces[pieces.length - 1] ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > text.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}
