/** What runs on AWS, pinned once. Java versions of plugins stand in the root pom.xml. */
export const versions = {
  /** https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html */
  kubernetes: "1.36",
  /** https://docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html */
  msk: "4.1.x.kraft",
  /** https://docs.aws.amazon.com/glue/latest/dg/release-notes.html */
  glue: "6.0",
  /** As the root pom.xml says; a test compares. */
  strimzi: "1.2.0",
  /** Kafka inside Strimzi's image: the Connect worker. */
  kafka: "4.3.1",
  debezium: "3.6.1.Final",
  glueConverter: "1.1.9",
  mskIamAuth: "2.3.9",
} as const;
