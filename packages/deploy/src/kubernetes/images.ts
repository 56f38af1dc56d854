import { versions } from "../versions.ts";

/** Images of the Jobs, each for amd64 and arm64. */
export const images = {
  /** The base of the workers' image, for its Kafka tools and curl. */
  kafka: `quay.io/strimzi/kafka:${versions.strimzi}-kafka-${versions.kafka}`,
  /** For its client. https://gallery.ecr.aws/docker/library/mysql */
  mysql: "public.ecr.aws/docker/library/mysql:8.4.10",
} as const;
