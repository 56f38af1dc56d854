import { createHash } from "node:crypto";
import { versions } from "../versions.ts";

/** A file that an image build or a Job fetches by https and checks before it is used. */
export interface Artifact {
  readonly coordinates: string;
  readonly url: string;
  /** Lower case hexadecimal. `judges/manifests.judge.ts` compares it with Maven Central's file. */
  readonly sha512: string;
}

const central = "https://repo1.maven.org/maven2";

/** Everything that is fetched from Maven Central, with the checksum of its content. */
export const artifacts = {
  debeziumMysql: {
    coordinates: `io.debezium:debezium-connector-mysql:${versions.debezium}:tar.gz:plugin`,
    url: `${central}/io/debezium/debezium-connector-mysql/${versions.debezium}/debezium-connector-mysql-${versions.debezium}-plugin.tar.gz`,
    sha512:
      "81d43014a1ba0f1dd650525ed23bec36caecc33e3368a95554ca8bd2cca82df9575f7f4c46c8c5fd45ea2e3ee85c20620e9f71f07ecc6b0354eea3bccf0653bd",
  },
  glueAvroConverter: {
    coordinates: `software.amazon.glue:schema-registry-kafkaconnect-converter:${versions.glueConverter}`,
    url: `${central}/software/amazon/glue/schema-registry-kafkaconnect-converter/${versions.glueConverter}/schema-registry-kafkaconnect-converter-${versions.glueConverter}.jar`,
    sha512:
      "09dd69300c04f17ce3d5fe217c94c59650546f63e4eb2396e6a8eb79bcd4fb25fb99a05d7a5b2b47a04a4f8881d3f8cf4a7e5683a09dda5297b0f50aa1bcc8ab",
  },
  mskIamAuth: {
    coordinates: `software.amazon.msk:aws-msk-iam-auth:${versions.mskIamAuth}:jar:all`,
    url: `${central}/software/amazon/msk/aws-msk-iam-auth/${versions.mskIamAuth}/aws-msk-iam-auth-${versions.mskIamAuth}-all.jar`,
    sha512:
      "4a0dab65c0934ab27c95f01256275a9138accb61b9e8ee50fee582923be659e3d5927b287be3052b1d7a83b90930a45649a16625108f3e20586ec51d78a8d9a2",
  },
} as const satisfies Record<string, Artifact>;

/**
 * AWS's JSON converter, resolved by the image build's own Maven: no checksum of it is known here.
 * Unproven, as the format is.
 */
export const glueJsonConverter = {
  group: "software.amazon.glue",
  artifact: "jsonschema-kafkaconnect-converter",
  version: "1.1.27",
} as const;

/** S3 key of Weir's own plugin, which is also its path in a synthesis: named by its content. */
export function pluginJarKey(sha512: string): string {
  return `plugins/weir-connect-plugin-${sha512.slice(0, 16)}.jar`;
}

/** First 16 hexadecimal digits of the SHA-256 of what decides about a name. */
export function contentTag(...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 16);
}
