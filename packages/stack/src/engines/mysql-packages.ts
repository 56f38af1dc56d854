import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { findProgram, WeirError } from "@weir/core";
import { runCommand } from "../process/run-command.ts";
import { readDebianMirror } from "./debian-mirror.ts";
import type { FindMysqlOptions } from "./find-mysql.ts";
import { type MysqlServer, parseMysqlVersion } from "./mysql-server.ts";

const downloadDeadlineMs = 10 * 60_000;
const loader = "usr/lib64/ld-linux-x86-64.so.2";
const serverProgram = "usr/sbin/mysqld";

/**
 * MySQL as packaged by Debian or Ubuntu, with its whole library closure, unpacked into the cache:
 * nothing is installed, and it runs through its own loader because Debian's newest MySQL needs a
 * newer libc than a stable release has. Undefined where there is no apt-get.
 */
export async function unpackMysqlPackages(
  options: FindMysqlOptions,
): Promise<MysqlServer | undefined> {
  const cached = join(options.cacheDirectory, "mysql", "packages");
  if (!existsSync(join(cached, "complete"))) {
    const apt = findProgram("apt-get", options.env);
    const dpkg = findProgram("dpkg-deb", options.env);
    if (!apt || !dpkg) return undefined;
    await download(cached, apt, dpkg, options);
  }
  return describeServer(cached, options);
}

async function download(
  target: string,
  apt: string,
  dpkg: string,
  { report, signal }: FindMysqlOptions,
): Promise<void> {
  report({ step: "mysql-packages", state: "started", detail: "MySQL from the Debian mirror" });
  const work = `${target}.${randomUUID()}`;
  try {
    const apt_ = preparePrivateApt(work);
    const run = (file: string, args: readonly string[], onLine?: (line: string) => void) =>
      runCommand(file, args, {
        signal,
        deadlineMs: downloadDeadlineMs,
        remedy: "check that apt-get reaches its mirror (apt-get update), then try again",
        ...(onLine ? { onLine } : {}),
      });
    await run(apt, [...apt_.options, "update"]);
    const plan = await run(apt, [
      ...apt_.options,
      "install",
      "--simulate",
      "--no-install-recommends",
      apt_.packageName,
    ]);
    const total = plan.split("\n").filter((line) => line.startsWith("Inst ")).length;
    let fetched = 0;
    await run(
      apt,
      [
        ...apt_.options,
        "install",
        "--yes",
        "--download-only",
        "--no-install-recommends",
        apt_.packageName,
      ],
      (line) => {
        if (!line.startsWith("Get:")) return;
        fetched += 1;
        report({
          step: "mysql-packages",
          state: "running",
          detail: line.split(" ")[4] ?? "",
          fraction: Math.min(1, fetched / Math.max(1, total)),
        });
      },
    );
    const root = join(work, "root");
    mkdirSync(root);
    for (const name of readdirSync(apt_.archives)) {
      if (name.endsWith(".deb")) await run(dpkg, ["-x", join(apt_.archives, name), root]);
    }
    rmSync(join(work, "apt"), { recursive: true });
    writeFileSync(join(work, "complete"), `${apt_.packageName}\n`);
    rmSync(target, { recursive: true, force: true });
    renameSync(work, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  report({ step: "mysql-packages", state: "done" });
}

/** An apt of its own folders, so that neither lists nor packages of the machine are touched. */
function preparePrivateApt(work: string) {
  const apt = join(work, "apt");
  for (const folder of ["lists/partial", "cache/archives/partial", "sourceparts"]) {
    mkdirSync(join(apt, folder), { recursive: true });
  }
  // An empty status: the closure comes whole, whatever the machine has.
  writeFileSync(join(apt, "status"), "");
  const ubuntu = /^ID=ubuntu$/m.test(readOsRelease());
  // Debian stable has no MySQL; sid has, on the same mirror.
  if (!ubuntu) {
    writeFileSync(
      join(apt, "sourceparts", "sid.sources"),
      [
        "Types: deb",
        `URIs: ${readDebianMirror()}`,
        "Suites: sid",
        "Components: main",
        "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg",
        "",
      ].join("\n"),
    );
  }
  const settings = {
    "Dir::State::Lists": join(apt, "lists"),
    "Dir::State::status": join(apt, "status"),
    "Dir::Cache": join(apt, "cache"),
    "Debug::NoLocking": "1",
    "Acquire::Languages": "none",
    "APT::Architecture": "amd64",
    ...(process.getuid?.() === 0 ? { "APT::Sandbox::User": "root" } : {}),
    ...(ubuntu
      ? {}
      : { "Dir::Etc::sourcelist": "/dev/null", "Dir::Etc::sourceparts": join(apt, "sourceparts") }),
  };
  return {
    archives: join(apt, "cache", "archives"),
    packageName: ubuntu ? "mysql-server-core-8.0" : "mysql-server-core",
    options: Object.entries(settings).flatMap(([key, value]) => ["-o", `${key}=${value}`]),
  };
}

function readOsRelease(): string {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}

async function describeServer(folder: string, { signal }: FindMysqlOptions): Promise<MysqlServer> {
  const root = join(folder, "root");
  const libraries = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu", "usr/lib/mysql/private"]
    .map((path) => join(root, path))
    .filter((path) => existsSync(path));
  const program = join(root, serverProgram);
  const file = [join(root, loader), join(root, "lib64/ld-linux-x86-64.so.2")].find(existsSync);
  if (!file || !existsSync(program)) {
    throw new WeirError("DOWNLOAD_FAILED", `the unpacked MySQL in ${folder} is incomplete`, {
      remedy: `remove ${folder} and try again`,
    });
  }
  const leadingArgs = ["--library-path", libraries.join(":"), "--argv0", program, program];
  const output = await runCommand(file, [...leadingArgs, "--no-defaults", "--version"], {
    deadlineMs: 20_000,
    signal,
  });
  const version = parseMysqlVersion(output) ?? "0.0.0";
  return {
    file,
    leadingArgs,
    shareDirectory: join(root, "usr/share/mysql"),
    version,
    major: Number.parseInt(version, 10),
    origin: "Debian packages, unpacked",
  };
}
