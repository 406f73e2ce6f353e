import type { Rule } from '../rule.ts';
import { dnsExample, vaultZone } from './dns-example.ts';

export const endpointWithoutZoneGroupExamples: Rule['examples'] = {
  bad: dnsExample(vaultZone, { isInZone: false, isLinked: true }),
  good: dnsExample(vaultZone, { isInZone: true, isLinked: true }),
};
