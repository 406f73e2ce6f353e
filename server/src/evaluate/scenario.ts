/** What one evaluation is told besides the template: where parameters have their values from, and where it is deployed. */

import type { LoadedTemplate } from './files.ts';
import type { Scalar } from './values.ts';

export interface Scenario {
  /** The parameter file (.bicepparam or ARM JSON); null for the template's defaults. */
  readonly parameters: LoadedTemplate | null;
  /** Facts of the place of deployment, such as `resourceGroup.location`; what is left out isn't known. */
  readonly context: ScenarioContext;
}

/** Keys are as the command line's `--scenario` and the settings write them. */
export interface ScenarioContext {
  readonly subscriptionId?: string;
  readonly subscriptionName?: string;
  readonly tenantId?: string;
  readonly resourceGroup?: string;
  readonly resourceGroupLocation?: string;
  readonly managementGroup?: string;
  readonly deployment?: string;
  readonly deploymentLocation?: string;
}

/** All keys of a scenario's context. */
export const contextKeys = [
  'subscriptionId',
  'subscriptionName',
  'tenantId',
  'resourceGroup',
  'resourceGroupLocation',
  'managementGroup',
  'deployment',
  'deploymentLocation',
] as const satisfies readonly (keyof ScenarioContext)[];

/** The template by its defaults, deployed nobody knows where. */
export const defaultScenario: Scenario = { parameters: null, context: {} };

/** A value that takes the place of what a parameter is given, or of what an object or array parameter has at a path. */
export interface Override {
  readonly path: readonly string[];
  readonly value: Scalar;
}

/** Overrides for probes, by `overrideKey`. */
export type Overrides = ReadonlyMap<string, Override>;

/** Names a parameter of the template whose frame has this path. */
export function overrideKey(framePath: string, parameter: string): string {
  return `${framePath}|${parameter.toLowerCase()}`;
}
