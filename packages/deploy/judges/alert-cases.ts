/** Samples by series, 15 s apart, in promtool's notation; the judge adds the label `job`. */
export type Samples = Readonly<Record<string, string>>;

/** When an alert fires and when it does not: each with the reason in a word. */
export interface AlertCase {
  readonly alert: string;
  /** Label `source` of the alert, where it has one. */
  readonly source?: string;
  readonly at: string;
  readonly firing: Readonly<Record<string, Samples>>;
  readonly silent: Readonly<Record<string, Samples>>;
}

const taskStatus = (status: string, connector = "shop", pod = "0") =>
  `kafka_connect_connector_task_status{pod="${pod}",connector="${connector}",task="0",status="${status}"}`;
const connectorStatus = (status: string) =>
  `kafka_connect_connector_status{pod="0",connector="shop",status="${status}"}`;
const debezium = (metric: string, server = "shop") =>
  `debezium_mysql_${metric}{pod="0",server="${server}"}`;
const worker = (metric: string, pod = "0") => `kafka_connect_connect_${metric}{pod="${pod}"}`;
const up = (pod: string) => `up{pod="${pod}"}`;
const failures =
  'kafka_connect_task_error_metrics_total_record_failures{pod="0",connector="shop",task="0"}';
const commits =
  'kafka_connect_connector_task_metrics_offset_commit_failure_percentage{pod="0",connector="shop",task="0"}';
const beats =
  'kafka_producer_producer_topic_record_send_total{pod="0",client_id="connector-producer-shop-0",topic="weir.heartbeat.shop"}';
const client = (metric: string, kind = "producer_producer") =>
  `kafka_${kind}_${metric}{pod="0",client_id="connector-producer-shop-0"}`;
const rebalances = worker("worker_rebalance_metrics_completed_rebalances_total");
const rebalancing = worker("worker_rebalance_metrics_rebalancing");

/** A task that runs and is in no snapshot. */
const streaming = (connector = "shop", server = "shop"): Samples => ({
  [taskStatus("running", connector)]: "1x100",
  [debezium("snapshot_snapshotrunning", server)]: "0x100",
});
const inSnapshot: Samples = { ...streaming(), [debezium("snapshot_snapshotrunning")]: "1x100" };

/** A healthy reader whose series end after five minutes, as they do when the task fails. */
const readUntilFiveMinutes: Samples = {
  [debezium("streaming_millisecondsbehindsource")]: "10x20 stale",
  [debezium("streaming_millisecondssincelastevent")]: "3000x20 stale",
};
const neverRead: Samples = {
  [debezium("streaming_millisecondsbehindsource")]: "0x200",
  [debezium("streaming_millisecondssincelastevent")]: "-1x200",
};
const readAllTheTime: Samples = {
  [debezium("streaming_millisecondsbehindsource")]: "10x200",
  [debezium("streaming_millisecondssincelastevent")]: "3000x200",
};

/** For three workers, sources shop and Back_office, and an hour of binlog retention. */
export const alertCases: readonly AlertCase[] = [
  {
    alert: "WeirWorkerDown",
    at: "14m",
    firing: { "a pod is gone": { [up("0")]: "1x100", [up("1")]: "1x100", [up("2")]: "1x4 stale" } },
    silent: {
      "a pod restarts within four minutes": {
        [up("0")]: "1x100",
        [up("1")]: "1x100",
        [up("2")]: "1x4 stale _x15 1x80",
      },
    },
  },
  {
    alert: "WeirWorkersGone",
    at: "10m",
    firing: {
      "every pod is gone": { [up("0")]: "1x4 stale", [up("1")]: "1x4 stale" },
      "every pod refuses": { [up("0")]: "0x100", [up("1")]: "0x100" },
    },
    silent: { "one pod answers": { [up("0")]: "1x100", [up("1")]: "0x100" } },
  },
  {
    alert: "WeirRebalanceStorm",
    at: "25m",
    firing: { "four rebalances a minute": { [rebalances]: "0+1x120" } },
    silent: { "a roll of three workers": { [rebalances]: "3x60 3+1x12 15x60" } },
  },
  {
    alert: "WeirRebalanceStuck",
    at: "10m",
    firing: { "one that does not end": { [rebalancing]: "0x4 1x100" } },
    silent: { "three short ones": { [rebalancing]: "1x3 0x3 1x3 0x3 1x3 0x100" } },
  },
  {
    alert: "WeirConnectorFailed",
    at: "10m",
    firing: { "it stays FAILED": { [connectorStatus("failed")]: "1x100" } },
    silent: {
      "the operator restarts it": {
        [connectorStatus("failed")]: "1x7 stale",
        [connectorStatus("running")]: "_x8 1x100",
      },
    },
  },
  {
    alert: "WeirTaskFailed",
    at: "10m",
    firing: {
      "it stays FAILED": { [taskStatus("failed")]: "1x100" },
      // Fails again for longer each time, as auto-restart backs off.
      "it is restarted in vain": {
        [taskStatus("failed")]: "1x8 stale _x3 1x20 stale _x3 1x100",
      },
    },
    silent: {
      "the operator restarts it": {
        [taskStatus("failed")]: "1x7 stale",
        [taskStatus("running")]: "_x8 1x100",
      },
    },
  },
  {
    alert: "WeirSchemaRefused",
    at: "5m",
    firing: { "a record was given up": { [taskStatus("failed")]: "1x100", [failures]: "1x100" } },
    silent: {
      "the database is gone": { [taskStatus("failed")]: "1x100", [failures]: "0x100" },
      "the task runs": { [taskStatus("running")]: "1x100", [failures]: "1x100" },
    },
  },
  {
    alert: "WeirOffsetCommitFailing",
    at: "14m",
    firing: { "every second one fails": { [commits]: "0.5x100" } },
    silent: { "one fails": { [commits]: "0x4 0.1x4 0x100" } },
  },
  {
    alert: "WeirKafkaAuthenticationFailing",
    at: "10m",
    firing: {
      "producers are refused": { [client("failed_authentication_total")]: "0+1x100" },
      "the worker is refused": {
        [client("failed_authentication_total", "connect_connect_metrics")]: "0+1x100",
      },
    },
    silent: { "a burst at the start": { [client("failed_authentication_total")]: "0x4 5x100" } },
  },
  {
    alert: "WeirIamConnectionRate",
    at: "10m",
    firing: { "200 in a second": { [client("connection_creation_total")]: "0+3000x100" } },
    silent: { "100 in a second": { [client("connection_creation_total")]: "0+1500x100" } },
  },
  {
    alert: "WeirTaskMissing",
    source: "shop",
    at: "10m",
    firing: {
      "no worker has it": {
        [taskStatus("running")]: "1x4 stale",
        [taskStatus("running", "back-office-8kx")]: "1x100",
      },
    },
    silent: {
      "it moves to another worker": {
        [taskStatus("running")]: "1x10 stale",
        [taskStatus("running", "shop", "1")]: "_x12 1x100",
      },
    },
  },
  {
    alert: "WeirSchemaHistoryStuck",
    source: "shop",
    at: "10m",
    firing: {
      "it reads on and on": {
        'debezium_mysql_schema_history_status{pod="0",server="shop",status="RECOVERING"}': "1x100",
      },
    },
    silent: {
      "it is read in a minute": {
        'debezium_mysql_schema_history_status{pod="0",server="shop",status="RECOVERING"}':
          "1x4 stale",
        'debezium_mysql_schema_history_status{pod="0",server="shop",status="RUNNING"}': "_x5 1x100",
      },
    },
  },
  {
    alert: "WeirSourceNotConnected",
    source: "shop",
    at: "10m",
    firing: { "it stays away": { ...streaming(), [debezium("streaming_connected")]: "0x100" } },
    silent: {
      "it comes back": { ...streaming(), [debezium("streaming_connected")]: "0x6 1x100" },
      "it is in its snapshot": { ...inSnapshot, [debezium("streaming_connected")]: "0x100" },
    },
  },
  {
    alert: "WeirSourceLag",
    source: "shop",
    at: "14m",
    firing: {
      "two minutes behind": { [debezium("streaming_millisecondsbehindsource")]: "120000x100" },
    },
    silent: {
      "it catches up": { [debezium("streaming_millisecondsbehindsource")]: "120000x12 500x100" },
    },
  },
  {
    alert: "WeirBinlogPositionAging",
    source: "shop",
    at: "30m",
    firing: { "nothing read for 25 minutes": readUntilFiveMinutes },
    silent: { "it reads": readAllTheTime, "it has read nothing yet": neverRead },
  },
  {
    alert: "WeirBinlogAboutToBePurged",
    source: "shop",
    at: "45m",
    firing: {
      "nothing read for 40 minutes": readUntilFiveMinutes,
      "it reads 40 minutes behind": {
        [debezium("streaming_millisecondsbehindsource")]: "2400000x200",
        [debezium("streaming_millisecondssincelastevent")]: "20x200",
      },
    },
    silent: {
      "it reads": readAllTheTime,
      "nothing read for 20 minutes": {
        [debezium("streaming_millisecondsbehindsource")]: "10x100 stale",
        [debezium("streaming_millisecondssincelastevent")]: "3000x100 stale",
      },
    },
  },
  {
    alert: "WeirNoData",
    source: "shop",
    at: "10m",
    firing: {
      "RUNNING without an event": {
        ...streaming(),
        [debezium("streaming_totalnumberofeventsseen")]: "100x100",
      },
    },
    silent: {
      "the heartbeat alone": {
        ...streaming(),
        [debezium("streaming_totalnumberofeventsseen")]: "100+9x100",
      },
      "it is in its snapshot": {
        ...inSnapshot,
        [debezium("streaming_totalnumberofeventsseen")]: "0x100",
      },
      "it is FAILED, which is another alert": {
        [taskStatus("failed")]: "1x100",
        [debezium("streaming_totalnumberofeventsseen")]: "100x100",
      },
    },
  },
  {
    alert: "WeirNoData",
    source: "Back_office",
    at: "15m",
    firing: {
      "by the names of another spelling": {
        ...streaming("BACK_OFFICE_CONNECTOR", "Back_office"),
        [debezium("streaming_totalnumberofeventsseen", "Back_office")]: "100x100",
      },
    },
    silent: {
      "an event every two minutes": {
        ...streaming("BACK_OFFICE_CONNECTOR", "Back_office"),
        [debezium("streaming_totalnumberofeventsseen", "Back_office")]:
          "1x8 2x8 3x8 4x8 5x8 6x8 7x8 8x8",
      },
    },
  },
  {
    alert: "WeirHeartbeatMissing",
    source: "shop",
    at: "15m",
    firing: {
      "no more since long": { ...streaming(), [beats]: "7x100" },
      "never one": streaming(),
    },
    silent: {
      "one every half minute": { ...streaming(), [beats]: "7+0.5x100" },
      "it is in its snapshot": inSnapshot,
    },
  },
  {
    alert: "WeirSnapshotTooLong",
    source: "shop",
    at: "10m",
    firing: {
      "it runs for 20 minutes": {
        [debezium("snapshot_snapshotrunning")]: "1x100",
        [debezium("snapshot_snapshotdurationinseconds")]: "600+15x100",
      },
    },
    silent: {
      "it took 20 minutes and is over": {
        [debezium("snapshot_snapshotrunning")]: "0x100",
        [debezium("snapshot_snapshotdurationinseconds")]: "1200x100",
      },
    },
  },
  {
    alert: "WeirSnapshotAborted",
    source: "shop",
    at: "10m",
    firing: { "it ended so": { [debezium("snapshot_snapshotaborted")]: "1x100" } },
    silent: { "it completed": { [debezium("snapshot_snapshotaborted")]: "0x100" } },
  },
];
