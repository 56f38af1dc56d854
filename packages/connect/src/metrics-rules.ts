/**
 * Rules of the Prometheus JMX exporter for a worker: Connect, Debezium and the Kafka clients. The
 * local agent reads them from a file, Strimzi from a ConfigMap; names are the same on both.
 *
 * Attributes that end in `-total` are counters: a gauge of such a name loses its `_total` in some
 * releases of the exporter (1.0.1, the local one) and may keep it in others (1.6.0, Strimzi's).
 */
export const workerMetricsRules = `lowercaseOutputName: true
lowercaseOutputLabelNames: true
includeObjectNames:
  - "kafka.connect:*"
  - "debezium.mysql:*"
  - "kafka.producer:type=producer-metrics,*"
  - "kafka.producer:type=producer-topic-metrics,*"
  - "kafka.consumer:type=consumer-metrics,*"
  - "kafka.admin.client:type=admin-client-metrics,*"
  - "java.lang:type=Memory"
  - "java.lang:type=GarbageCollector,*"
rules:
  - pattern: 'kafka.connect<type=app-info, client-id="?([^",]+)"?><>version: (.+)'
    name: kafka_connect_worker_version
    value: 1
    type: GAUGE
    labels:
      client_id: "$1"
      version: "$2"
  - pattern: 'kafka.connect<type=connector-task-metrics, connector=(.+), task=(.+)><>status: (.+)'
    name: kafka_connect_connector_task_status
    value: 1
    type: GAUGE
    labels:
      connector: "$1"
      task: "$2"
      status: "$3"
  - pattern: 'kafka.connect<type=connector-metrics, connector=(.+)><>status: (.+)'
    name: kafka_connect_connector_status
    value: 1
    type: GAUGE
    labels:
      connector: "$1"
      status: "$2"
  - pattern: 'kafka.connect<type=(connector-task-metrics|source-task-metrics|task-error-metrics), connector=(.+), task=(.+)><>([^:]+)-total:'
    name: kafka_connect_$1_$4_total
    type: COUNTER
    labels:
      connector: "$2"
      task: "$3"
  - pattern: 'kafka.connect<type=(connector-task-metrics|source-task-metrics|task-error-metrics), connector=(.+), task=(.+)><>([^:]+):'
    name: kafka_connect_$1_$4
    type: GAUGE
    labels:
      connector: "$2"
      task: "$3"
  - pattern: 'kafka.connect<type=connect-worker-metrics, connector=(.+)><>([^:]+):'
    name: kafka_connect_worker_connector_$2
    type: GAUGE
    labels:
      connector: "$1"
  - pattern: 'kafka.connect<type=(connect-worker-metrics|connect-worker-rebalance-metrics)><>([^:]+)-total:'
    name: kafka_connect_$1_$2_total
    type: COUNTER
  - pattern: 'kafka.connect<type=(connect-worker-metrics|connect-worker-rebalance-metrics)><>([^:]+):'
    name: kafka_connect_$1_$2
    type: GAUGE
  - pattern: 'kafka.connect<type=(connect-coordinator-metrics|connect-metrics), client-id="?([^",]+)"?><>([^:]+)-total:'
    name: kafka_connect_$1_$3_total
    type: COUNTER
    labels:
      client_id: "$2"
  - pattern: 'kafka.connect<type=(connect-coordinator-metrics|connect-metrics), client-id="?([^",]+)"?><>([^:]+):'
    name: kafka_connect_$1_$3
    type: GAUGE
    labels:
      client_id: "$2"
  - pattern: 'debezium.mysql<type=connector-metrics, context=schema-history, server=(.+)><>Status: (.+)'
    name: debezium_mysql_schema_history_status
    value: 1
    type: GAUGE
    labels:
      server: "$1"
      status: "$2"
  - pattern: 'debezium.mysql<type=connector-metrics, context=(.+), server=(.+)><>([^:]+):'
    name: debezium_mysql_$1_$3
    type: GAUGE
    labels:
      server: "$2"
  - pattern: 'kafka.(producer|consumer|admin.client)<type=(.+)-metrics, client-id="?([^",]+)"?, topic="?([^",]+)"?><>([^:]+)-total:'
    name: kafka_$1_$2_$5_total
    type: COUNTER
    labels:
      client_id: "$3"
      topic: "$4"
  - pattern: 'kafka.(producer|consumer|admin.client)<type=(.+)-metrics, client-id="?([^",]+)"?, topic="?([^",]+)"?><>([^:]+):'
    name: kafka_$1_$2_$5
    type: GAUGE
    labels:
      client_id: "$3"
      topic: "$4"
  - pattern: 'kafka.(producer|consumer|admin.client)<type=(.+)-metrics, client-id="?([^",]+)"?><>([^:]+)-total:'
    name: kafka_$1_$2_$4_total
    type: COUNTER
    labels:
      client_id: "$3"
  - pattern: 'kafka.(producer|consumer|admin.client)<type=(.+)-metrics, client-id="?([^",]+)"?><>([^:]+):'
    name: kafka_$1_$2_$4
    type: GAUGE
    labels:
      client_id: "$3"
  - pattern: 'java.lang<type=Memory><HeapMemoryUsage>([^:]+):'
    name: jvm_memory_heap_$1_bytes
    type: GAUGE
  - pattern: 'java.lang<type=GarbageCollector, name=(.+)><>CollectionTime:'
    name: jvm_gc_collection_milliseconds_total
    type: COUNTER
    labels:
      gc: "$1"
`;
