import { App } from "aws-cdk-lib/core";
import type { AwsPlatform } from "../aws-platform.ts";
import type { SynthInputs } from "../synth-inputs.ts";
import { createDataStack } from "./data-stack.ts";
import { createFoundation } from "./foundation-stack.ts";
import { createLakeStack } from "./lake-stack.ts";
import { createObservabilityStack } from "./observability-stack.ts";
import { createPlatformStack } from "./platform-stack.ts";

export interface AppOptions {
  /** Where CDK writes its assembly. */
  readonly outdir: string;
}

/** Every stack of the platform, in the order in which they are deployed. */
export function createApp(platform: AwsPlatform, inputs: SynthInputs, { outdir }: AppOptions): App {
  const app = new App({
    outdir,
    autoSynth: false,
    analyticsReporting: false,
    treeMetadata: false,
    stackTraces: false,
    // cfn-lint judges the templates; CDK's own validation would cost 6 s of every synth.
    builtinCloudFormationValidation: false,
    context: {
      // One statement for equal actions: keeps policies small, and CDK's order out of them.
      "@aws-cdk/aws-iam:minimizePolicies": true,
      "@aws-cdk/core:enablePartitionLiterals": true,
      "@aws-cdk/core:target-partitions": ["aws", "aws-cn"],
      "@aws-cdk/core:checkSecretUsage": true,
      // Would need a Lambda function.
      "@aws-cdk/aws-ec2:restrictDefaultSecurityGroup": false,
      "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": true,
      "@aws-cdk/aws-s3:createDefaultLoggingPolicy": true,
      "@aws-cdk/aws-kms:aliasNameRef": true,
    },
  });
  const foundation = createFoundation(app, platform);
  const data = createDataStack(app, platform, foundation);
  createPlatformStack(app, platform, foundation, data);
  const lake = createLakeStack(app, platform, foundation, data, inputs);
  createObservabilityStack(app, platform, foundation, data, lake);
  return app;
}
