import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const defaultMirror = "http://deb.debian.org/debian";

/**
 * The mirror that the machine's own apt is set up for (it may be the only one it reaches), else
 * Debian's own. `aptFolder` holds `sources.list` and `sources.list.d/`.
 */
export function readDebianMirror(aptFolder = "/etc/apt"): string {
  const files = [join(aptFolder, "sources.list")];
  try {
    const folder = join(aptFolder, "sources.list.d");
    // apt itself reads no others: editors and upgrades leave .save and .bak there.
    const names = readdirSync(folder).filter((name) => /\.(list|sources)$/.test(name));
    files.push(...names.sort().map((name) => join(folder, name)));
  } catch {
    // Only the one file, then.
  }
  for (const file of files) {
    try {
      const mirror = parseDebianMirror(readFileSync(file, "utf8"));
      if (mirror) return mirror;
    } catch {
      // Unreadable: the next one.
    }
  }
  return defaultMirror;
}

/** The first mirror of Debian itself in a file of apt sources, one-line or deb822. */
export function parseDebianMirror(text: string): string | undefined {
  return /^(?:URIs:\s*|deb\s+(?:\[[^\]]*\]\s*)?)(\S+\/debian\/?)(?=\s|$)/m.exec(text)?.[1];
}
