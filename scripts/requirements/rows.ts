/** The statements of the articles, numbered; docs/requirements.md says which rules answer each. */
import type { ArticleSeed } from '../../server/src/rules/articles.ts';

export interface Requirement {
  readonly row: number;
  /** The articles that state it, and the step in which they do. */
  readonly seeds: readonly ArticleSeed[];
  readonly step: string;
  readonly says: string;
  /** Why no template can show whether it is met. What has no such reason has a rule. */
  readonly noRule?: string;
}

export interface RequirementGroup {
  readonly title: string;
  readonly requirements: readonly Requirement[];
}

export const requirementGroups: readonly RequirementGroup[] = [
  {
    title: 'Roles, resource groups, logging',
    requirements: [
      {
        row: 1,
        seeds: ['S0', 'S1', 'S2'],
        step: '1',
        says: 'Spoke network managers must not get full Network Contributor',
      },
      { row: 2, seeds: ['S0'], step: '1', says: 'Nor Owner or Contributor for that purpose' },
      {
        row: 3,
        seeds: ['S0', 'S1', 'S2'],
        step: '1',
        says: 'Custom role "Network Management": read all, any network, support, resources actions',
      },
      { row: 4, seeds: ['S0'], step: '1', says: 'Custom roles scoped to just what is needed' },
      { row: 5, seeds: ['S0', 'S1', 'S2'], step: '2', says: 'Assign the role to a security group, not a person' },
      {
        row: 6,
        seeds: ['S0', 'S1', 'S2'],
        step: '2',
        says: 'Group membership governed by enterprise identity processes',
        noRule:
          'Who joins a group, and who approves it, is settled in Microsoft Entra ID; no template of Azure resources holds it.',
      },
      { row: 7, seeds: ['S0', 'S1', 'S2'], step: '2', says: 'Network resources live in a dedicated resource group' },
      {
        row: 8,
        seeds: ['S0', 'S1', 'S2'],
        step: 'arch',
        says: 'That resource group holds the virtual network, the application gateway with WAF, the network security groups and the application security groups (and private endpoints for PaaS)',
      },
      {
        row: 9,
        seeds: ['S0'],
        step: '5',
        says: 'Private endpoints go in the resource group of the service they lead to',
      },
      { row: 10, seeds: ['S0', 'S1', 'S2'], step: '2', says: 'Activity-log export exists' },
      { row: 11, seeds: ['S0', 'S1', 'S2'], step: '2', says: 'All log categories are exported, Security above all' },
      {
        row: 12,
        seeds: ['S0', 'S1', 'S2'],
        step: '2',
        says: 'They are sent to a Log Analytics workspace or to storage',
      },
      {
        row: 13,
        seeds: ['S0', 'S2'],
        step: '2',
        says: 'Subscriptions narrowly scoped per business area/owner',
        noRule: 'How subscriptions are cut by business area is seen in the tenant, not in one template.',
      },
      { row: 14, seeds: ['S3'], step: 'intro', says: 'App teams have no rights in the connectivity subscription' },
      { row: 15, seeds: ['S0', 'S2'], step: 'principle', says: 'Track changes to NSGs' },
    ],
  },
  {
    title: 'Network security groups and subnets',
    requirements: [
      { row: 16, seeds: ['S0', 'S1', 'S2'], step: '3', says: 'Every subnet has a network security group' },
      {
        row: 17,
        seeds: ['S0', 'S1', 'S2'],
        step: '3',
        says: 'One dedicated network security group for each subnet, not shared',
      },
      {
        row: 18,
        seeds: ['S0', 'S1', 'S2'],
        step: '3',
        says: 'The network security group is not placed elsewhere in addition (on network interfaces)',
      },
      { row: 19, seeds: ['S0', 'S1', 'S2'], step: 'arch/3', says: 'Each tier in its own subnet' },
      { row: 20, seeds: ['S0'], step: 'arch/3', says: 'Web tier has a separate egress (integration) subnet' },
      { row: 21, seeds: ['S0', 'S1', 'S2'], step: 'arch', says: 'App Gateway in its own subnet' },
      { row: 22, seeds: ['S0', 'S1', 'S2'], step: 'arch', says: 'Entry is an Application Gateway with WAF' },
      {
        row: 23,
        seeds: ['S0', 'S1', 'S2'],
        step: 'arch',
        says: 'A network security group for each tier: database, app, front end',
      },
      {
        row: 24,
        seeds: ['S0', 'S2'],
        step: '3',
        says: 'Azure landing zone policies demand the network security group when a subnet is made',
      },
      {
        row: 25,
        seeds: ['S3'],
        step: '1',
        says: 'Dedicated subnets for each function (database, web, Azure Firewall, application gateway)',
      },
    ],
  },
  {
    title: 'Application security groups',
    requirements: [
      {
        row: 26,
        seeds: ['S1', 'S2'],
        step: '4',
        says: 'One application security group for each role of virtual machines (web, app, data)',
      },
      {
        row: 27,
        seeds: ['S1', 'S2'],
        step: '4',
        says: 'Every network interface of a virtual machine is in the application security group of its role',
      },
      {
        row: 28,
        seeds: ['S2'],
        step: 'principle',
        says: 'Application security groups verify that single network interfaces may talk over specific channels',
      },
      {
        row: 29,
        seeds: ['S1', 'S2'],
        step: '4',
        says: "Load balancers can't be in an application security group: their address is used",
      },
      {
        row: 30,
        seeds: ['S1', 'S2'],
        step: '5',
        says: 'Application security groups in one rule only work when the interfaces are in one virtual network',
      },
      { row: 31, seeds: [], step: '4', says: 'An application security group that a rule names has members' },
      { row: 32, seeds: ['S0'], step: 'arch', says: 'Two application security groups in the PaaS spoke' },
    ],
  },
  {
    title: 'Baseline deny',
    requirements: [
      {
        row: 33,
        seeds: ['S0', 'S1', 'S2'],
        step: '4/5',
        says: 'A rule DenyAllOutbound at 4096 denies everything outbound: any source, destination, port and protocol',
      },
      { row: 34, seeds: ['S0', 'S1', 'S2'], step: '4/5', says: 'The same inbound: DenyAllInbound' },
      {
        row: 35,
        seeds: ['S0', 'S1', 'S2'],
        step: '4/5',
        says: 'It is described: "Denies all outbound traffic unless specifically allowed."',
      },
      {
        row: 36,
        seeds: ['S0'],
        step: '4',
        says: '4096 is the last custom priority, so allows keep the rest of the scope',
      },
      { row: 37, seeds: ['S0'], step: '4', says: 'Deny must be complete' },
      {
        row: 38,
        seeds: ['S0', 'S1', 'S2'],
        step: '4/5',
        says: 'After the deny, health probes of Azure Load Balancer need a rule',
      },
      {
        row: 39,
        seeds: ['S0', 'S1', 'S2'],
        step: '4/5',
        says: 'After the deny, every flow between resources of the virtual network needs a rule',
      },
      {
        row: 40,
        seeds: ['S0', 'S1', 'S2'],
        step: '4/5',
        says: 'One explicit allow per traffic pattern, least permission',
      },
      {
        row: 41,
        seeds: ['S0', 'S1', 'S2'],
        step: '4/5',
        says: 'Outbound management (AD DS DCs, private DNS VMs, external sites) controlled here',
      },
      { row: 42, seeds: ['S0', 'S1', 'S2'], step: 'alt', says: 'With Azure Firewall, DenyAllOutbound may be omitted' },
      { row: 43, seeds: ['S0'], step: 'alt', says: 'But only for the subnet of web egress' },
      { row: 44, seeds: ['S0', 'S1', 'S2'], step: 'alt', says: 'Route table sends 0.0.0.0/0 to the firewall' },
      {
        row: 45,
        seeds: ['S0', 'S1', 'S2'],
        step: 'alt',
        says: 'Then either all outbound traffic to the virtual network is denied, or all outbound traffic is allowed and inbound rules protect',
      },
      { row: 46, seeds: ['S2'], step: 'principle', says: 'RDP 3389 not enabled by default on any channel' },
      { row: 47, seeds: ['S0'], step: 'principle', says: 'Only specific ingress from your VNet; reduce egress' },
    ],
  },
  {
    title: 'What virtual machines need for their management',
    requirements: [
      { row: 48, seeds: ['S1', 'S2'], step: 'mgmt', says: 'allow 443 enterpriseregistration.windows.net' },
      { row: 49, seeds: ['S1', 'S2'], step: 'mgmt', says: 'allow 443 settings-win.data.microsoft.com' },
      { row: 50, seeds: ['S1', 'S2'], step: 'mgmt', says: 'allow 443 sls.update.microsoft.com' },
      { row: 51, seeds: ['S1', 'S2'], step: 'mgmt', says: 'allow 443 v10.events.data.microsoft.com' },
      { row: 52, seeds: ['S1', 'S2'], step: 'mgmt', says: 'allow 443 login.microsoftonline.com' },
      { row: 53, seeds: ['S1', 'S2'], step: 'mgmt', says: 'allow 443 pas.windows.net' },
      { row: 54, seeds: ['S1', 'S2'], step: 'mgmt', says: 'allow 443 169.254.169.254' },
      { row: 55, seeds: ['S1', 'S2'], step: 'mgmt', says: 'allow 80 ctldl.windowsupdate.com' },
      { row: 56, seeds: ['S1', 'S2'], step: 'mgmt', says: 'allow 80 www.msftconnecttest.com' },
      { row: 57, seeds: ['S1', 'S2'], step: 'mgmt', says: 'allow 123 to 40.119.6.228 (NTP, UDP)' },
      { row: 58, seeds: ['S1', 'S2'], step: 'mgmt', says: 'allow 1688 to 40.83.235.53 (KMS azkms.core.windows.net)' },
      { row: 59, seeds: ['S1', 'S2'], step: 'mgmt', says: 'FQDN lists need Azure Firewall (recommended)' },
    ],
  },
  {
    title: 'Application rules',
    requirements: [
      { row: 60, seeds: ['S2'], step: 'rule 1', says: 'Internet to the subnet of the application gateway: HTTPS 443' },
      {
        row: 61,
        seeds: ['S2'],
        step: 'rule 2',
        says: 'Application gateway subnet to front-end machines: HTTPS ("433" in the article, meant 443)',
      },
      { row: 62, seeds: ['S2'], step: 'rule 3', says: 'Front-end machines to the load balancer of the app tier: 443' },
      { row: 63, seeds: ['S2'], step: 'rule 4', says: 'Load balancer to machines of the app tier: 443' },
      { row: 64, seeds: ['S2'], step: 'rule 5', says: 'App machines to the load balancer of the data tier: SQL 1433' },
      { row: 65, seeds: ['S2'], step: 'rule 6', says: 'Load balancer to machines of the data tier: 1433' },
      { row: 66, seeds: ['S2', 'S1'], step: 'rule 7', says: 'Data machines to each other: 1433' },
      { row: 67, seeds: ['S1'], step: 'rules', says: 'Internet to the load balancer of the DMZ: 443' },
      {
        row: 68,
        seeds: ['S1'],
        step: 'rules',
        says: 'Appliances of the DMZ to the load balancer of the web tier: 443 ("433" in the article)',
      },
      { row: 69, seeds: ['S1'], step: 'rules', says: 'Web machines to the load balancer of the business tier: 443' },
      {
        row: 70,
        seeds: ['S1'],
        step: 'rules',
        says: 'Business machines to the load balancer and the machines of the data tier: 1433',
      },
      { row: 71, seeds: ['S2', 'S1'], step: 'rule 5', says: 'The name of the rule from the app tier to the data tier' },
      {
        row: 72,
        seeds: ['S2', 'S1'],
        step: 'rule 6',
        says: 'The name of the rule from the load balancer to the data machines',
      },
      { row: 73, seeds: ['S2', 'S1'], step: 'rule 7', says: 'The name of the rule between data machines' },
      { row: 74, seeds: ['S2', 'S1'], step: 'rules', says: 'Mirror each inbound rule as an outbound rule' },
      { row: 75, seeds: ['S1', 'S2'], step: 'rules', says: 'Priority 100-4096, start at 105' },
      { row: 76, seeds: ['S0'], step: 'rules', says: 'Priority from 100 to 4000, starting at 105' },
      { row: 77, seeds: [], step: 'rules', says: 'Priorities unique per NSG and direction' },
      { row: 78, seeds: ['S0', 'S1', 'S2'], step: 'rules', says: 'Source port may be/should be `*`' },
      { row: 79, seeds: ['S1', 'S2'], step: 'rules', says: 'MS SQL service = TCP 1433' },
      {
        row: 80,
        seeds: ['S0'],
        step: 'rules',
        says: 'AllowGWtoAppInbound: application gateway subnet to the private endpoint of App Service',
      },
      {
        row: 81,
        seeds: ['S0'],
        step: 'rules',
        says: 'AllowApptoSQLDBOutbound: integration subnet to the private endpoint of SQL',
      },
      {
        row: 82,
        seeds: ['S0'],
        step: 'rules',
        says: 'AllowApptoSQLDBInbound: the same at the subnet of the private endpoint',
      },
      { row: 83, seeds: ['S0'], step: 'rules', says: "Destination is the private endpoint's own address" },
      { row: 84, seeds: ['S0'], step: 'rules', says: 'Subnets are used as sources in PaaS' },
      {
        row: 85,
        seeds: ['S0'],
        step: 'rules',
        says: "These come in addition to the application gateway subnet's own rules",
      },
      { row: 86, seeds: ['S0'], step: 'deploy', says: 'Private build servers can reach the endpoints' },
      { row: 87, seeds: ['S0', 'S1', 'S2'], step: 'mgmt', says: 'Management traffic only from hub firewall/NVA' },
      { row: 88, seeds: ['S0', 'S1', 'S2'], step: 'mgmt', says: 'Explicit allow on both firewall and NSG' },
    ],
  },
  {
    title: 'Flow logging',
    requirements: [
      { row: 89, seeds: ['S0', 'S1', 'S2'], step: 'log', says: 'Flow logging for the NSG' },
      { row: 90, seeds: ['S1', 'S2'], step: 'log', says: 'Flow-log storage follows ZT storage guidance' },
      { row: 91, seeds: ['S0', 'S1', 'S2'], step: 'log', says: 'Restrict access to logs' },
      { row: 92, seeds: ['S0', 'S1', 'S2'], step: 'log', says: 'Logs flow to Log Analytics and Sentinel' },
      {
        row: 93,
        seeds: ['S0'],
        step: 'log',
        says: 'PE traffic is not logged',
        noRule:
          "It states a limit of the platform: flow logs don't record traffic to private endpoints. There is nothing to write in a template.",
      },
    ],
  },
  {
    title: 'Platform services',
    requirements: [
      { row: 94, seeds: ['S0'], step: '5', says: 'PaaS services get private endpoints' },
      { row: 95, seeds: ['S0'], step: '5', says: 'App Service has a PE' },
      { row: 96, seeds: ['S0'], step: '5', says: 'Front end and SCM both private' },
      { row: 97, seeds: ['S0'], step: '5', says: 'SQL has a PE and Public network access = Disable' },
      { row: 98, seeds: ['S0'], step: '5', says: 'The firewall of the service denies public inbound traffic' },
      { row: 99, seeds: ['S0'], step: '5', says: 'App Service blocks public inbound by default when a PE is added' },
      { row: 100, seeds: ['S0'], step: '5', says: 'PE in the subnet for its role' },
      { row: 101, seeds: ['S0'], step: '5', says: 'NSG enforced on PE subnets' },
      { row: 102, seeds: ['S0'], step: 'intro', says: 'Service-native firewalls alone fall short' },
      {
        row: 103,
        seeds: ['S0'],
        step: 'intro',
        says: "Public addresses of platform services aren't allowed by rules (they change)",
      },
      { row: 104, seeds: ['S0'], step: '5', says: 'VNet integration enabled for egress' },
      { row: 105, seeds: ['S0'], step: '5', says: 'A whole subnet is allocated to integration' },
      { row: 106, seeds: [], step: '5', says: 'All egress through the VNet' },
      { row: 107, seeds: ['S0'], step: 'DNS', says: 'The name of the service resolves to the private endpoint' },
      { row: 108, seeds: ['S0'], step: 'DNS', says: 'All virtual networks of clients are linked to the zone' },
      { row: 109, seeds: ['S0'], step: 'intro', says: 'All traffic private unless public inbound is really needed' },
      {
        row: 110,
        seeds: ['S0'],
        step: 'principle',
        says: 'Central Azure Firewall grants non-VNet traffic access to the service',
      },
    ],
  },
  {
    title: 'Access, threat protection',
    requirements: [
      { row: 111, seeds: ['S0'], step: 'principle', says: 'Threat detection in Azure Firewall' },
      { row: 112, seeds: ['S0'], step: 'principle', says: 'Threat detection in the application gateway too' },
      { row: 113, seeds: ['S0', 'S2'], step: 'principle', says: 'Verify end-to-end encryption' },
      {
        row: 114,
        seeds: ['S0', 'S1', 'S2'],
        step: '6',
        says: 'MFA + Conditional Access for app users',
        noRule:
          "Multifactor authentication and Conditional Access are policies of Microsoft Entra ID; ARM templates don't hold them.",
      },
      { row: 115, seeds: ['S0', 'S1', 'S2'], step: '6', says: 'App integrated with Entra ID' },
      {
        row: 116,
        seeds: ['S0', 'S2'],
        step: '6',
        says: 'App in identity/device access policies',
        noRule: 'Policies for identities and devices are kept in Microsoft Entra ID and Intune.',
      },
      { row: 117, seeds: ['S0', 'S2'], step: '6', says: 'Storage connections secured per storage article' },
      { row: 118, seeds: ['S0', 'S1', 'S2'], step: '7/8', says: 'Defender for Cloud enabled on the subscription' },
      {
        row: 119,
        seeds: ['S4'],
        step: 'overview',
        says: 'Defender enabled for the management group',
        noRule:
          'Whether Defender for Cloud is on for a management group is an assignment of policy seen in the tenant.',
      },
      {
        row: 120,
        seeds: ['S0', 'S2'],
        step: '7',
        says: 'Adaptive network hardening recommendations enforced',
        noRule: 'Azure retired adaptive network hardening in August 2024. What may reach what is proven here instead.',
      },
      {
        row: 121,
        seeds: ['S4'],
        step: 'overview',
        says: 'Defender XDR for M365/AD DS',
        noRule: 'Defender XDR for Microsoft 365 and domain controllers is not made of Azure resources.',
      },
      {
        row: 122,
        seeds: ['S4'],
        step: 'overview',
        says: 'Align with MCSB/baselines',
        noRule:
          'It asks to follow the Microsoft cloud security benchmark as a whole. Rules name the controls that they belong to.',
      },
    ],
  },
  {
    title: 'Segmentation',
    requirements: [
      { row: 123, seeds: ['S3'], step: '2', says: 'VNets are trust boundaries; peer only via inspected hub' },
      { row: 124, seeds: ['S3'], step: '2', says: 'Firewall/NVA inspects peered traffic (each end)' },
      { row: 125, seeds: ['S3'], step: '1', says: 'Inter-subnet UDRs to firewall as alternative segmentation' },
      {
        row: 126,
        seeds: ['S3'],
        step: 'arch',
        says: 'AVNM security admin rules across subscriptions',
        noRule:
          'Security admin rules are a means that the article names for many subscriptions, and no template shows that one needs them. Where a template declares them, all answers about traffic count them.',
      },
      { row: 127, seeds: ['S3'], step: '1', says: 'Intra-VNet default is open: must be restricted by NSG/ASG' },
      {
        row: 128,
        seeds: ['S3'],
        step: '3',
        says: 'Single point of Internet entry; managed entry service, not VM public IPs',
      },
      {
        row: 129,
        seeds: ['S3'],
        step: '3',
        says: 'HTTP(S) via App GW+WAF or AFD; RDP/SSH and other via Azure Firewall/NVA',
      },
      {
        row: 130,
        seeds: ['S3'],
        step: '3',
        says: 'Firewall/NVA in parallel with, or after, App GW',
        noRule:
          'Both places are right by the article, so none is a breach. That what does not come by the gateway meets a firewall is asked by rows 124, 129 and 134.',
      },
      { row: 131, seeds: ['S3'], step: '3', says: 'AFD with WAF, Private Link to origins' },
      { row: 132, seeds: ['S3'], step: '3', says: 'NVA with separate untrusted/trusted NICs' },
      { row: 133, seeds: ['S3'], step: '3', says: 'On-prem ingress steered to NVA by UDR' },
      { row: 134, seeds: ['S3'], step: '3', says: 'Egress default route to firewall/NVA' },
      { row: 135, seeds: ['S3'], step: '3', says: 'Forcing egress back on-premises is the least desired' },
      { row: 136, seeds: ['S3'], step: '3', says: 'vWAN: routing intent for Internet and private traffic' },
      {
        row: 137,
        seeds: ['S3'],
        step: '3',
        says: 'Single VNet: NSG (L4) or firewall (L4-7); multi VNet: reachable firewall or one each',
      },
      {
        row: 138,
        seeds: ['S3'],
        step: '3',
        says: "Don't connect one VNet to several ExpressRoute circuits when segmenting",
      },
      { row: 139, seeds: ['S3'], step: '3', says: 'Segmentation: spokes without remote gateway' },
      { row: 140, seeds: ['S3'], step: '3', says: 'Or propagation of gateway routes is disabled' },
      {
        row: 141,
        seeds: ['S3'],
        step: '3',
        says: 'SD-WAN NVAs with Route Server / in virtual hub',
        noRule:
          'SD-WAN appliances are a way to connect branches that the article names, not a demand; their tunnels are set up inside of the appliances.',
      },
      {
        row: 142,
        seeds: ['S3'],
        step: '3',
        says: 'Default route advertised over ER, VPN/ER traffic sent to NVA',
        noRule: 'Which routes a circuit or gateway advertises is settled on the other side of the connection.',
      },
      {
        row: 143,
        seeds: ['S3'],
        step: '3',
        says: 'vWAN custom route tables isolate but cannot combine with routing intent',
      },
      {
        row: 144,
        seeds: ['S3'],
        step: '3',
        says: 'Isolate branches by labels / no default-label propagation',
        noRule:
          'Which branches are to be kept apart is a decision that no template states: to propagate to the default label is how branches and networks of a hub normally learn of each other.',
      },
      { row: 145, seeds: ['S3'], step: '3', says: 'PaaS via Private Link rather than public VIPs' },
      { row: 146, seeds: ['S3'], step: '3', says: 'Service endpoints are the weaker alternative' },
      {
        row: 147,
        seeds: ['S3'],
        step: '3',
        says: 'ER Microsoft peering as another option',
        noRule:
          "Microsoft peering of ExpressRoute is an option that the article names, not a demand; what is advertised over it isn't in templates.",
      },
      { row: 148, seeds: ['S3'], step: 'summary', says: 'Internet<->VNet only through App GW+WAF, Firewall, AFD+WAF' },
      { row: 149, seeds: ['S3'], step: 'summary', says: 'VMs have private IPs only' },
      { row: 150, seeds: ['S3'], step: 'summary', says: 'Subscriptions/VNets separated by Azure Firewall' },
    ],
  },
  {
    title: 'Overview',
    requirements: [
      { row: 151, seeds: ['S4'], step: 'storage', says: 'Data protected at rest, in transit, in use' },
      { row: 152, seeds: ['S4'], step: 'storage', says: 'Least-privilege data access' },
      { row: 153, seeds: ['S4'], step: 'storage', says: 'Segregate data with network controls' },
      { row: 154, seeds: ['S4'], step: 'storage', says: 'Defender for Storage' },
      { row: 155, seeds: ['S4'], step: 'VM', says: 'Logical isolation, RBAC for VMs' },
      { row: 156, seeds: ['S4'], step: 'VM', says: 'Secure boot components' },
      { row: 157, seeds: ['S4'], step: 'VM', says: 'CMK and double encryption' },
      { row: 158, seeds: ['S4'], step: 'VM', says: 'Control apps, secure access, maintenance' },
      { row: 159, seeds: ['S4'], step: 'hub', says: 'Azure Firewall Premium secured' },
      { row: 160, seeds: ['S4'], step: 'hub', says: 'DDoS Protection on VNets' },
      { row: 161, seeds: ['S4'], step: 'hub', says: 'Gateway routes to the firewall' },
      { row: 162, seeds: ['S4'], step: 'encryption', says: 'Encrypt VNet traffic' },
    ],
  },
];
