import type { Rule } from '../rule.ts';
import { dnsExample, exampleLink, exampleZoneGroup, vaultZone } from './dns-example.ts';

export const endpointWithoutZoneGroupExamples: Rule['examples'] = {
  bad: dnsExample(vaultZone, exampleLink),
  good: dnsExample(vaultZone, exampleLink, exampleZoneGroup),
};
