/**
 * Names of service tags, to tell slips of the pen from tags that are newer than this list. Microsoft adds tags, so a word that isn't here proves
 * nothing by itself. Sources: Learn, "Virtual network service tags" (2021-04 to 2024, table of available tags); Intune network endpoints
 * (AzureFrontDoor.MicrosoftSecurity, 2025-12). Parts after the dot, regions mostly, aren't listed.
 */
const serviceTags = `
ActionGroup ApiManagement ApplicationInsightsAvailability AppConfiguration AppService AppServiceManagement AutonomousDevelopmentPlatform
AzureActiveDirectory AzureActiveDirectoryDomainServices AzureAdvancedThreatProtection AzureArcInfrastructure AzureAttestation AzureBackup
AzureBotService AzureCloud AzureCognitiveSearch AzureConnectors AzureContainerAppsService AzureContainerRegistry AzureCosmosDB AzureDatabricks
AzureDataExplorerManagement AzureDataLake AzureDeviceUpdate AzureDevOps AzureDevSpaces AzureDigitalTwins AzureEventGrid AzureFrontDoor
AzureHealthcareAPIs AzureInformationProtection AzureIoTHub AzureKeyVault AzureLoadBalancer AzureLoadTestingInstanceManagement
AzureMachineLearning AzureManagedGrafana AzureMonitor AzureOpenDatasets AzurePlatformDNS AzurePlatformIMDS AzurePlatformLKM
AzureResourceManager AzureSentinel AzureSignalR AzureSiteRecovery AzureSphere AzureSpringCloud AzureStack AzureTrafficManager
AzureUpdateDelivery AzureWebPubSub BatchNodeManagement ChaosStudio CognitiveServicesFrontend CognitiveServicesManagement DataFactory
DataFactoryManagement Dynamics365BusinessCentral Dynamics365ForMarketingEmail EOPExternalPublishedIPs EventHub GatewayManager
GuestAndHybridManagement HDInsight Internet LogicApps LogicAppsManagement M365ManagementActivityApi M365ManagementActivityApiWebhook
Marketplace MicrosoftAzureFluidRelay MicrosoftCloudAppSecurity MicrosoftContainerRegistry MicrosoftDefenderForEndpoint
MicrosoftPurviewPolicyDistribution OneDsCollector PowerBI PowerPlatformInfra PowerPlatformPlex PowerQueryOnline ServiceBus ServiceFabric Sql
SqlManagement Storage StorageSyncService VirtualNetwork WindowsAdminCenter WindowsVirtualDesktop
`
  .trim()
  .split(/\s+/);

const byFolded: ReadonlyMap<string, string> = new Map(serviceTags.map((tag) => [tag.toLowerCase(), tag]));

/** A tag as Azure spells it, from a word in any case; the word itself if the tag isn't known here. */
export function spelledServiceTag(word: string): string {
  const [name = '', ...rest] = word.split('.');
  return [byFolded.get(name.toLowerCase()) ?? name, ...rest].join('.');
}

/** No tag is longer by much; a longer text is no slip of one. */
const longestWord = 60;

/** Names from this length on may have two slips; in shorter ones two of them make another word, such as `internal` of `Internet`. */
const longName = 10;

/**
 * The service tag that a word surely means to be: a known one with a letter or two more, less, changed or swapped, or without `Azure` before it.
 * Null for tags that are known and for words that are like none of them, which may be newer tags.
 */
export function meantServiceTag(word: string): string | null {
  const [name = '', ...rest] = word.trim().split('.');
  const folded = name.toLowerCase();
  if (folded.length > longestWord || byFolded.has(folded)) return null;
  const whole = (tag: string): string => [tag, ...rest].join('.');
  const withVendor = byFolded.get(`azure${folded}`);
  if (withVendor !== undefined) return whole(withVendor);
  const near = [...byFolded].flatMap(([known, tag]) => {
    const slips = slipsBetween(folded, known);
    return slips <= (known.length < longName ? 1 : 2) ? [{ tag, slips }] : [];
  });
  const least = Math.min(...near.map(({ slips }) => slips));
  const [best, ...others] = near.filter(({ slips }) => slips === least);
  return best === undefined || others.length > 0 ? null : whole(best.tag);
}

/** How many letters have to be added, dropped, changed or swapped with their neighbour to make one word of another. */
function slipsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY;
  let before: readonly number[] = [];
  let last: readonly number[] = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
