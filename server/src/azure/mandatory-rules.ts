import type { MandatoryRule } from './special-subnets.ts';

/** An inbound allow rule that a service needs. */
export function allowIn(protocol: string, ports: string, source: string, destination: string): MandatoryRule {
  return { direction: 'Inbound', protocol, ports, source, destination };
}

/** An outbound allow rule that a service needs. */
export function allowOut(protocol: string, ports: string, source: string, destination: string): MandatoryRule {
  return { direction: 'Outbound', protocol, ports, source, destination };
}
