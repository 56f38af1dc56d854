/** Ranges of transaction numbers by server (and tag), as MySQL writes a GTID set. */
export type GtidSet = ReadonlyMap<string, readonly (readonly [number, number])[]>;

/**
 * Reads `uuid:1-5:7,uuid2:1`. A tag (`uuid:tag:1-5`, MySQL 8.4) counts as a server of its own.
 * https://dev.mysql.com/doc/refman/8.4/en/replication-gtids-concepts.html
 */
export function parseGtidSet(text: string): GtidSet {
  const set = new Map<string, (readonly [number, number])[]>();
  for (const part of text.replace(/\s+/g, "").split(",")) {
    const [uuid = "", ...fields] = part.split(":");
    if (uuid === "") continue;
    let server = uuid.toLowerCase();
    for (const field of fields) {
      const interval = /^(\d+)(?:-(\d+))?$/.exec(field);
      if (interval === null) {
        server = `${uuid.toLowerCase()}:${field.toLowerCase()}`;
        continue;
      }
      const [, first = "0", last = first] = interval;
      set.set(server, [...(set.get(server) ?? []), [Number(first), Number(last)]]);
    }
  }
  return set;
}

/** Whether every transaction of `part` is in `whole`. */
export function coversGtidSet(whole: GtidSet, part: GtidSet): boolean {
  return [...part].every(([server, intervals]) => {
    const ranges = (whole.get(server) ?? []).toSorted(([a], [b]) => a - b);
    return intervals.every(([first, last]) => {
      let next = first;
      for (const [from, to] of ranges) {
        if (from > next) break;
        next = Math.max(next, to + 1);
      }
      return next > last;
    });
  });
}
