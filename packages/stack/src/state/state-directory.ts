import { accessSync, constants, mkdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WeirError } from "@weir/core";

/** Where one stack keeps everything that is its own: `.weir/` beside the spec. */
export interface StateDirectory {
  readonly root: string;
  readonly stateFile: string;
  readonly failureFile: string;
  readonly platformFile: string;
  readonly lockFile: string;
  readonly supervisorLog: string;
  readonly secrets: string;
  /** The part of it that Connect workers may read. */
  readonly connectSecrets: string;
  readonly config: string;
  readonly data: string;
  readonly logs: string;
  readonly lake: string;
  readonly lakeCheckpoints: string;
}

export function planStateDirectory(root: string): StateDirectory {
  return {
    root,
    stateFile: join(root, "state.json"),
    failureFile: join(root, "failure.json"),
    platformFile: join(root, "platform.json"),
    lockFile: join(root, "supervisor.lock"),
    supervisorLog: join(root, "logs", "supervisor.log"),
    secrets: join(root, "secrets"),
    connectSecrets: join(root, "secrets", "connect"),
    config: join(root, "config"),
    data: join(root, "data"),
    logs: join(root, "logs"),
    lake: join(root, "lake"),
    lakeCheckpoints: join(root, "lake-checkpoints"),
  };
}

/** Makes the folders, readable by their owner only. */
export function createStateDirectory(directory: StateDirectory): void {
  try {
    const { root, connectSecrets, config, data, logs, lake } = directory;
    for (const path of [root, connectSecrets, config, data, logs, lake]) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
    }
    accessSync(directory.root, constants.W_OK);
    // Nothing below is for version control, also where no .gitignore of the project says so.
    writeFileSync(join(directory.root, ".gitignore"), "*\n");
  } catch (cause) {
    throw new WeirError("STATE_NOT_WRITABLE", `cannot write the state folder ${directory.root}`, {
      cause,
      remedy: `make it writable (chown or chmod ${directory.root}), or set WEIR_STATE_DIR to another folder`,
    });
  }
}

/** Removes what Weir made, and the folder itself when nothing else is in it. */
export function removeStateDirectory(directory: StateDirectory): void {
  const { root, ...paths } = directory;
  const own = [...Object.values(paths), join(root, ".gitignore"), join(root, "demo")];
  for (const path of own) rmSync(path, { recursive: true, force: true });
  try {
    rmdirSync(root);
  } catch (error) {
    // Somebody else's files: WEIR_STATE_DIR may name any folder.
    if (!["ENOTEMPTY", "EEXIST", "ENOENT"].includes((error as { code?: string }).code ?? "")) {
      throw error;
    }
  }
}
