/** Names that machines with Windows ask for their management, as the articles list them. */

export interface ManagementName {
  readonly name: string;
  /** As an application rule of Azure Firewall says it. */
  readonly protocol: 'Http' | 'Https';
  readonly port: 80 | 443;
  /** The FQDN tag of Azure Firewall whose members it is among, in lower case (Learn, fqdn-tags); null if it is in none. */
  readonly tag: string | null;
}

const https = (name: string, tag: string | null = null): ManagementName => ({
  name,
  protocol: 'Https',
  port: 443,
  tag,
});
const http = (name: string, tag: string | null = null): ManagementName => ({ name, protocol: 'Http', port: 80, tag });

/**
 * For updates and telemetry (rows 49 to 51, 55 and 56 of the requirements). Members of FQDN tags are Microsoft's own business, so that a tag counts for
 * all names that the documentation of its product lists.
 */
export const updateNames: readonly ManagementName[] = [
  https('sls.update.microsoft.com', 'windowsupdate'),
  http('ctldl.windowsupdate.com', 'windowsupdate'),
  https('settings-win.data.microsoft.com', 'windowsdiagnostics'),
  https('v10.events.data.microsoft.com', 'windowsdiagnostics'),
  http('www.msftconnecttest.com'),
];

/** For Microsoft Entra login in the public cloud (rows 48, 52 and 53). */
export const loginNames: readonly ManagementName[] = [
  https('enterpriseregistration.windows.net'),
  https('login.microsoftonline.com'),
  https('pas.windows.net'),
];
