import { existsSync, readFileSync, statfsSync } from "node:fs";
import { totalmem } from "node:os";
import path from "node:path";
import { renderBytes } from "../output/units.ts";
import { type DoctorCheck, type Machine, required } from "./doctor-check.ts";

/** What the stack takes beside everything else that runs: measured, three brokers and workers. */
const neededMemoryBytes = 4e9;
/** Engines, Python packages, MySQL and a small database. */
const neededDiskBytes = 5e9;

export function checkOperatingSystem(): DoctorCheck {
  const ok = process.platform === "linux" && process.arch === "x64";
  const found = `${distribution() ?? process.platform} ${process.arch}`;
  const remedy = "run the local stack on a Linux x64 machine; other commands work here";
  return required("operating system", ok, found, "Linux x64 (Debian, Ubuntu)", remedy);
}

function distribution(): string | undefined {
  try {
    const text = readFileSync("/etc/os-release", "utf8");
    return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(text)?.[1];
  } catch {
    return undefined;
  }
}

export function checkNode(): DoctorCheck {
  const major = Number(process.versions.node.split(".")[0]);
  const remedy = "run npm install, which brings one, or install Node 24 from nodejs.org";
  return required("node", major >= 24, process.versions.node, "24 or newer", remedy);
}

export function checkMemory(): DoctorCheck {
  const found = totalmem();
  return {
    ...required(
      "memory",
      found >= neededMemoryBytes,
      renderBytes(found),
      `${renderBytes(neededMemoryBytes)} or more`,
      "start the stack with: weir up --small",
    ),
    level: "warning",
  };
}

export function checkDiskSpace({ cacheDirectory }: Machine): DoctorCheck {
  const { bavail, bsize } = statfsSync(nearestFolder(cacheDirectory));
  const free = bavail * bsize;
  return required(
    "disk space",
    free >= neededDiskBytes,
    `${renderBytes(free)} free for ${cacheDirectory}`,
    `${renderBytes(neededDiskBytes)} or more`,
    "free some, or set WEIR_CACHE_DIR to a folder on another disk",
  );
}

/** The folder itself, or the nearest above it that exists. */
export function nearestFolder(folder: string): string {
  let candidate = folder;
  while (!existsSync(candidate)) candidate = path.dirname(candidate);
  return candidate;
}
