import { versions } from "../versions.ts";

/** A jar that the Glue job brings along, pinned by content. */
export interface LakeJar {
  /** Maven: `group:artifact:version[:classifier]`. */
  readonly coordinates: string;
  readonly file: string;
  readonly url: string;
  /** Lower case hexadecimal, of Maven Central's file. */
  readonly sha256: string;
  readonly sha512: string;
}

const maven = "https://repo1.maven.org/maven2";
// As the root pom.xml says; a test compares.
const sparkAvro = "spark-avro_2.13-4.1.1.jar";
const mskIamAuth = `aws-msk-iam-auth-${versions.mskIamAuth}-all.jar`;

/**
 * What Glue lacks, or does not promise. Spark's Kafka connector (Glue's own streaming source) and
 * Delta (`--datalake-formats delta`) are Glue's: another version of them breaks Spark in odd
 * places. Glue puts extra jars behind its own, so where both have a class, Glue's counts: AWS's SDK
 * inside `-all`, and Spark's Avro, whose version is Glue's.
 *
 * https://docs.aws.amazon.com/glue/latest/dg/migrating-version-60.html
 */
export const lakeJars: readonly LakeJar[] = [
  {
    coordinates: `software.amazon.msk:aws-msk-iam-auth:${versions.mskIamAuth}:all`,
    file: mskIamAuth,
    url: `${maven}/software/amazon/msk/aws-msk-iam-auth/${versions.mskIamAuth}/${mskIamAuth}`,
    sha256: "922064f312ddc8a5f3dbe65fcef3d02ddbd588a02e3a6f0fca4b5a4dbec1ba43",
    sha512:
      "4a0dab65c0934ab27c95f01256275a9138accb61b9e8ee50fee582923be659e3d5927b287be3052b1d7a83b90930a45649a16625108f3e20586ec51d78a8d9a2",
  },
  {
    coordinates: "org.apache.spark:spark-avro_2.13:4.1.1",
    file: sparkAvro,
    url: `${maven}/org/apache/spark/spark-avro_2.13/4.1.1/${sparkAvro}`,
    sha256: "6a19d90bc3b6e88d8db0fa36a19273aa10fea2dbd7a62bb60e4cedd73051b32d",
    sha512:
      "40727e32da2b289d88cfa7da2d3e43adf9546b35f656d8385a4fdefd8003c40268ce9b23f623b0b28da86b997a00e5ddc769cfe5e5b7c0f636c1a8cd1b94aa31",
  },
];
