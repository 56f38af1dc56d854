import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { PlannedObject } from "./render-manifest.ts";

/** One JSON object per line, in the names of the Elastic Common Schema; Strimzi's image has the layout. */
const configuration = `name = KafkaConnectConfig
status = WARN
appender.console.type = Console
appender.console.name = STDOUT
appender.console.layout.type = JsonTemplateLayout
appender.console.layout.eventTemplateUri = classpath:EcsLayout.json
rootLogger.level = INFO
rootLogger.appenderRefs = console
rootLogger.appenderRef.console.ref = STDOUT
logger.reflections.name = org.reflections
logger.reflections.level = ERROR
# One line for each question of the operator.
logger.rest.name = org.apache.kafka.connect.runtime.rest.RestServer
logger.rest.level = WARN
# Prints every class of the class path otherwise.
logger.worker.name = org.apache.kafka.connect.runtime.WorkerInfo
logger.worker.level = WARN
`;

const key = "log4j2.properties";

/** The workers' log configuration, and what of the KafkaConnect refers to it. */
export function planConnectLogging(platform: AwsPlatform): {
  readonly object: PlannedObject;
  readonly logging: Readonly<Record<string, unknown>>;
} {
  const name = `${awsNames(platform).kubernetes.kafkaConnect}-connect-logging`;
  return {
    object: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name },
      data: { [key]: configuration },
    },
    logging: { type: "external", valueFrom: { configMapKeyRef: { name, key } } },
  };
}
