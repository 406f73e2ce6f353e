/** For tests: one question about one packet, to the product and to the oracle, which must agree. */
import assert from 'node:assert/strict';
import { Reachability } from '../server/src/network/reachability/reach.ts';
import { answerFor } from './network-comparison.ts';
import { modelOf } from './network-model.ts';
import { judge, type OracleNetwork, type Packet } from './network-oracle.ts';

/** `10.0.1.4 > 10.0.2.4 tcp 443` or `10.0.1.4:1000 > ...` with a source port. */
export function packetOf(text: string): Packet {
  const [source = '', , to = '', protocol = 'tcp', port = '443'] = text.split(' ');
  const hasPort = /^[\d.]+:\d+$/.test(source);
  const [from = '', fromPort = '50000'] = hasPort ? source.split(':') : [source];
  return { from, to, protocol: protocol as Packet['protocol'], fromPort: Number(fromPort), toPort: Number(port) };
}

/** The answer with the rules that decided: `allowed: subnet Out100, subnet AllowVnetInBound`. */
export function ask(network: OracleNetwork, text: string): string {
  const packet = packetOf(text);
  const found = answerFor(new Reachability(modelOf(network)), network, packet);
  const judged = judge(network, packet);
  assert.equal(
    found.answer,
    judged.depends ? 'depends' : judged.passes ? 'allowed' : 'denied',
    `${text}: the oracle disagrees`,
  );
  if (found.box !== null) assert.deepEqual(found.trail, judged.trail, `${text}: the oracle has another trail`);
  return found.trail.length === 0 ? found.answer : `${found.answer}: ${found.trail.join(', ')}`;
}
