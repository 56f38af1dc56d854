/** What the fake account holds. Tests put adopted things in, and look at what is there. */
export interface FakeState {
  readonly account: string;
  readonly region: string;
  readonly rds: {
    readonly instances: Map<string, Record<string, unknown>>;
    readonly snapshots: Map<string, FakeSnapshot>;
    readonly parameterGroups: Map<string, Record<string, string>>;
  };
  readonly eks: {
    readonly clusters: Map<string, Record<string, unknown>>;
    readonly addons: Map<string, string[]>;
    /** Address that clusters answer. */
    endpoint: string;
  };
  readonly kafka: {
    readonly clusters: Map<string, Record<string, unknown>>;
    /** server.properties by configuration ARN. */
    readonly configurations: Map<string, string>;
  };
  readonly glue: {
    readonly registries: Set<string>;
    readonly jobs: Set<string>;
    readonly runs: Map<string, { readonly job: string; states: string[] }>;
  };
  readonly ecr: { readonly images: Map<string, string[]> };
  readonly s3: { readonly buckets: Map<string, Map<string, Buffer>> };
  readonly secrets: Map<string, FakeSecret>;
  readonly ec2: {
    readonly vpcs: Map<string, Record<string, unknown>>;
    readonly vpcAttributes: Map<string, boolean>;
    readonly subnets: Record<string, unknown>[];
    readonly routeTables: Record<string, unknown>[];
    readonly endpoints: Record<string, unknown>[];
    readonly securityGroups: Record<string, unknown>[];
    readonly instanceTypes: Map<string, number>;
    zones: string[];
  };
}

export interface FakeSnapshot {
  /** Identifier of its instance. */
  readonly instance: string;
  readonly takenAt: Date;
}

export interface FakeSecret {
  readonly values: Map<string, string>;
  /** Staging label to version. */
  readonly stages: Map<string, string>;
}

export function createState(account: string, region: string): FakeState {
  return {
    account,
    region,
    rds: { instances: new Map(), snapshots: new Map(), parameterGroups: new Map() },
    eks: { clusters: new Map(), addons: new Map(), endpoint: "https://127.0.0.1:1" },
    kafka: { clusters: new Map(), configurations: new Map() },
    glue: { registries: new Set(), jobs: new Set(), runs: new Map() },
    ecr: { images: new Map() },
    s3: { buckets: new Map() },
    secrets: new Map(),
    ec2: {
      vpcs: new Map(),
      vpcAttributes: new Map(),
      subnets: [],
      routeTables: [],
      endpoints: [],
      securityGroups: [],
      instanceTypes: new Map([
        ["m7g.large", 8_192],
        ["t4g.small", 2_048],
      ]),
      zones: ["a", "b", "c"].map((letter) => `${region}${letter}`),
    },
  };
}
