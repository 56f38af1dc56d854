import { writeFileSync } from "node:fs";

/** Everything to stdout, which the supervisor writes to the service's log file. */
const configuration = `Configuration:
  status: warn
  Appenders:
    Console:
      name: stdout
      target: SYSTEM_OUT
      PatternLayout:
        pattern: "%d{ISO8601} %-5p %m (%c{1.})%n"
  Loggers:
    Root:
      level: info
      AppenderRef:
        ref: stdout
    Logger:
      - name: org.reflections
        level: error
      - name: kafka.request.logger
        level: warn
      # One line for each question that we ask.
      - name: org.apache.kafka.connect.runtime.rest.RestServer
        level: warn
      # Prints every class of the class path otherwise.
      - name: org.apache.kafka.connect.runtime.WorkerInfo
        level: warn
      - name: org.apache.kafka.clients.consumer.ConsumerConfig
        level: warn
      - name: org.apache.kafka.clients.producer.ProducerConfig
        level: warn
      - name: org.apache.kafka.clients.admin.AdminClientConfig
        level: warn
`;

export function writeLog4jConfig(file: string): void {
  writeFileSync(file, configuration, { mode: 0o600 });
}
