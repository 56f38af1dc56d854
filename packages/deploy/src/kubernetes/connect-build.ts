import { createHash } from "node:crypto";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { placeholder } from "../outputs.ts";
import type { SynthInputs } from "../synth-inputs.ts";
import {
  type Artifact,
  artifacts,
  contentTag,
  glueJsonConverter,
  pluginJarKey,
} from "./artifacts.ts";
import { images } from "./images.ts";

/** Where the artifacts of a plugin of `spec.build` land. KafkaConnectDockerfile.java */
const pluginsPath = "/opt/kafka/plugins";
const iamPlugin = "aws-msk-iam-auth";
const iamFile = "aws-msk-iam-auth.jar";

const download = (type: string, { url, sha512 }: Pick<Artifact, "url" | "sha512">) => ({
  type,
  url,
  sha512sum: sha512,
});

/**
 * Plugins of the image. The two jars of the converter are one plugin, so that the naming strategy
 * meets the converter in one class loader. `type: jar` and not `maven` for AWS's converter: the
 * published jar is shaded, Maven would lay its hundred dependencies beside it, and only a download is
 * checked against a sum that we know.
 */
function planPlugins(platform: AwsPlatform, { pluginJar }: SynthInputs) {
  const bucket = placeholder("WEIR_PLUGIN_BUCKET");
  const own = {
    // By the VPC endpoint: the bucket's policy lets nobody else read without credentials.
    url: `https://${bucket}.s3.${platform.aws.region}.amazonaws.com/${pluginJarKey(pluginJar.sha512)}`,
    sha512: pluginJar.sha512,
  };
  const converter =
    platform.registry.format === "json"
      ? { type: "maven", includeScope: "runtime", ...glueJsonConverter }
      : download("jar", artifacts.glueAvroConverter);
  return [
    { name: "debezium-mysql", artifacts: [download("tgz", artifacts.debeziumMysql)] },
    { name: `glue-${platform.registry.format}`, artifacts: [converter, download("jar", own)] },
    {
      name: iamPlugin,
      artifacts: [{ ...download("other", artifacts.mskIamAuth), fileName: iamFile }],
    },
  ];
}

/**
 * Where the build puts the jar of MSK's IAM login: in a folder named by the first 8 digits of the
 * SHA-1 of its URL (Util.hashStub). A Kafka client loads its login class by the class loader of the
 * worker, not of a plugin, so that the jar must be on the worker's class path: kafka-run-class.sh
 * keeps what CLASSPATH holds and appends its own jars, and the container template sets CLASSPATH.
 * As a plugin the jar is empty: it has no service manifest of Connect.
 */
export function iamJarPath(): string {
  const stub = createHash("sha1").update(artifacts.mskIamAuth.url).digest("hex").slice(0, 8);
  return `${pluginsPath}/${iamPlugin}/${stub}/${iamFile}`;
}

/** `spec.build`: the image's tag names its content, so that another content is another image. */
export function planBuild(platform: AwsPlatform, inputs: SynthInputs) {
  const plugins = planPlugins(platform, inputs);
  const tag = contentTag(images.kafka, JSON.stringify(plugins));
  return {
    output: {
      type: "docker",
      image: `${placeholder("WEIR_ECR_REPOSITORY")}:${tag}`,
      // Valid for 12 hours: whoever deploys writes it anew before each build.
      pushSecret: awsNames(platform).kubernetes.pushSecret,
    },
    plugins,
    resources: {
      // Little is asked for and no limit set: a rebuild must find room beside the running workers.
      requests: { cpu: "200m", memory: "1Gi" },
      limits: { memory: "2Gi" },
    },
  };
}
