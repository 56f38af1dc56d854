import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type PlatformInput, platformSpec } from "@weir/core";
import { awsNames } from "../../src/aws-names.ts";
import { type AwsPlatform, requireAws } from "../../src/aws-platform.ts";
import { createApp } from "../../src/infrastructure/app.ts";

export interface TemplateResource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is read, not trusted
  readonly Properties: Record<string, any>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface SampleTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  // biome-ignore lint/suspicious/noExplicitAny: a template is read, not trusted
  readonly Outputs?: Readonly<Record<string, { readonly Value: any }>>;
  readonly Parameters?: Readonly<Record<string, { readonly AllowedPattern?: string }>>;
}

export const kafkaArn = "arn:aws:kafka:eu-central-1:123456789012:cluster/old-kafka/0aaa-1";

/** Two sources, one of an older release and with a name that AWS does not take as it is. */
export function samplePlatform(input: Partial<PlatformInput> = {}): AwsPlatform {
  return requireAws(
    platformSpec.parse({
      name: "legopoc",
      sources: {
        shop: { tables: ["test_db.person", "test_db.orders"] },
        Bill_ing: { version: "8.0", tables: ["billing.invoices"] },
      },
      aws: { region: "eu-central-1" },
      ...input,
    }),
  );
}

/** The same with everything adopted that can be. */
export function adoptedPlatform(): AwsPlatform {
  return samplePlatform({
    aws: {
      region: "eu-central-1",
      vpc: { existing: "vpc-0123456789abcdef0" },
      msk: { existing: kafkaArn },
      rds: { existing: { shop: "shop-db" } },
      registry: { existing: true },
      bucket: { existing: "my-bucket" },
    },
  });
}

export interface SampleStacks {
  readonly data: SampleTemplate;
  readonly lake: SampleTemplate;
  readonly observability: SampleTemplate;
}

/** The templates as CloudFormation gets them. */
export function synthSample(platform: AwsPlatform): SampleStacks {
  const outdir = mkdtempSync(join(tmpdir(), "weir-test-cdk-"));
  try {
    const inputs = {
      pluginJar: { sha512: "0".repeat(128), content: new Uint8Array() },
      lakehouseDirectory: fileURLToPath(new URL("../../../../lakehouse", import.meta.url)),
    };
    const { stacks } = awsNames(platform);
    const assembly = createApp(platform, inputs, { outdir }).synth();
    const templateOf = (stackName: string) =>
      assembly.getStackByName(stackName).template as SampleTemplate;
    return {
      data: templateOf(stacks.data),
      lake: templateOf(stacks.lake),
      observability: templateOf(stacks.observability),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Resources of a type, by logical id. */
export function resourcesOf(
  { Resources }: SampleTemplate,
  type: string,
): readonly (readonly [id: string, resource: TemplateResource])[] {
  return Object.entries(Resources).filter(([, resource]) => resource.Type === type);
}

/** The only resource of a type. */
export function resourceOf(template: SampleTemplate, type: string): TemplateResource {
  const [found, ...others] = resourcesOf(template, type);
  if (found === undefined || others.length > 0) {
    throw new RangeError(`expected one ${type}, found ${others.length + (found ? 1 : 0)}`);
  }
  return found[1];
}

let made: SampleStacks | undefined;
let adopted: SampleStacks | undefined;

/** Synthesized once for all tests of the process. */
export const madeStacks = (): SampleStacks => {
  made ??= synthSample(samplePlatform());
  return made;
};
export const adoptedStacks = (): SampleStacks => {
  adopted ??= synthSample(adoptedPlatform());
  return adopted;
};
