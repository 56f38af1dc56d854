import type { CommandDefinition } from "./define-command.ts";

/** A command that is read from its file when it is asked for. */
export interface CommandEntry {
  /** One line for lists. */
  readonly brief: string;
  readonly load: () => Promise<CommandDefinition>;
}

export interface CommandGroup {
  readonly brief: string;
  readonly routes: CommandTree;
}

export interface CommandTree {
  readonly [name: string]: CommandEntry | CommandGroup;
}

/** Every command: verb-noun for what Kafka Connect owns, noun-verb for Weir's own systems. */
export const commandTree: CommandTree = {
  init: {
    brief: "Write a commented starter spec, weir.config.ts",
    load: async () => (await import("./commands/init.ts")).init,
  },
  doctor: {
    brief: "Check that this machine and the source have what Weir needs",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
  config: {
    brief: "The platform spec",
    routes: {
      show: {
        brief: "Show the spec with every default filled in",
        load: async () => (await import("./commands/config-show.ts")).showConfig,
      },
    },
  },
  up: {
    brief: "Start the local stack and its connectors",
    load: async () => (await import("./commands/up.ts")).up,
  },
  down: {
    brief: "Stop the local stack; its data stays",
    load: async () => (await import("./commands/down.ts")).down,
  },
  status: {
    brief: "Show the services and connectors of the local stack",
    load: async () => (await import("./commands/status.ts")).status,
  },
  logs: {
    brief: "Show the logs of the local stack",
    load: async () => (await import("./commands/logs.ts")).logs,
  },
  sql: {
    brief: "Run SQL on the source database",
    load: async () => (await import("./commands/sql.ts")).sql,
  },
  get: {
    brief: "List connectors, tasks, workers, topics or offsets",
    routes: {
      connectors: {
        brief: "List connectors with the states of their tasks",
        load: async () => (await import("./commands/get-connectors.ts")).getConnectors,
      },
      tasks: {
        brief: "List tasks with state, worker and the cause of a failure",
        load: async () => (await import("./commands/get-tasks.ts")).getTasks,
      },
      workers: {
        brief: "List Connect workers, their health and their tasks",
        load: async () => (await import("./commands/get-workers.ts")).getWorkers,
      },
      topics: {
        brief: "List topics and the connectors that write them",
        load: async () => (await import("./commands/get-topics.ts")).getTopics,
      },
      offsets: {
        brief: "Show the stored source offsets of connectors",
        load: async () => (await import("./commands/get-offsets.ts")).getOffsets,
      },
    },
  },
  describe: {
    brief: "All about one thing",
    routes: {
      connector: {
        brief: "Show all about a connector, and why it failed",
        load: async () => (await import("./commands/describe-connector.ts")).describeConnector,
      },
    },
  },
  apply: {
    brief: "Bring the connectors of the spec to the running stack",
    load: async () => (await import("./commands/apply.ts")).apply,
  },
  restart: {
    brief: "Restart a connector and its tasks",
    load: async () => (await import("./commands/restart.ts")).restart,
  },
  pause: {
    brief: "Pause a connector; its tasks keep their place",
    load: async () => (await import("./commands/pause.ts")).pause,
  },
  resume: {
    brief: "Resume a paused or stopped connector",
    load: async () => (await import("./commands/resume.ts")).resume,
  },
  stop: {
    brief: "Stop a connector; its tasks end",
    load: async () => (await import("./commands/stop.ts")).stop,
  },
  delete: {
    brief: "Delete a connector; its topics and offsets stay",
    load: async () => (await import("./commands/delete.ts")).deleteConnector,
  },
  consume: {
    brief: "Print the records of a topic, each decoded with its own schema",
    load: async () => (await import("./commands/consume.ts")).consume,
  },
  schema: {
    brief: "Schemas of the registry",
    routes: {
      list: {
        brief: "List schemas with format, compatibility and newest version",
        load: async () => (await import("./commands/schema-list.ts")).schemaList,
      },
      show: {
        brief: "Show one version of a schema",
        load: async () => (await import("./commands/schema-show.ts")).schemaShow,
      },
      diff: {
        brief: "Show what changed between two versions, field by field",
        load: async () => (await import("./commands/schema-diff.ts")).schemaDiff,
      },
      check: {
        brief: "Ask whether a definition would be accepted; exits with 3 where not",
        load: async () => (await import("./commands/schema-check.ts")).schemaCheck,
      },
      history: {
        brief: "List the versions of a schema, what they changed and why they were refused",
        load: async () => (await import("./commands/schema-history.ts")).schemaHistory,
      },
      accept: {
        brief: "Accept a refused version all the same, and let the task go on",
        load: async () => (await import("./commands/schema-accept.ts")).schemaAccept,
      },
    },
  },
  registry: {
    brief: "The schema registry",
    routes: {
      serve: {
        brief: "Run the Glue-compatible schema registry alone",
        load: async () => (await import("./commands/registry-serve.ts")).serveRegistry,
      },
    },
  },
  lake: {
    brief: "The Delta lake",
    routes: {
      run: {
        brief: "Bring what is in Kafka into the Delta lake",
        load: async () => (await import("./commands/lake-run.ts")).lakeRun,
      },
      query: {
        brief: "Query the Delta lake with SQL",
        load: async () => (await import("./commands/lake-query.ts")).lakeQuery,
      },
    },
  },
  synth: {
    brief: "Write the AWS deployment as files that work without Weir",
    load: async () => (await import("./commands/synth.ts")).synth,
  },
  plan: {
    brief: "Show what a deployment changes, costs and survives",
    load: async () => (await import("./commands/plan.ts")).plan,
  },
  deploy: {
    brief: "Bring the platform to AWS",
    load: async () => (await import("./commands/deploy.ts")).deploy,
  },
  destroy: {
    brief: "Take the platform down on AWS; its data stays unless asked",
    load: async () => (await import("./commands/destroy.ts")).destroy,
  },
  rotate: {
    brief: "Give a source's connector on AWS a new password",
    load: async () => (await import("./commands/rotate.ts")).rotate,
  },
};
