import { accessSync, constants, statSync } from "node:fs";
import { nearestFolder } from "./check-machine.ts";
import { type DoctorCheck, type Machine, required } from "./doctor-check.ts";

export function checkCacheDirectory({ cacheDirectory }: Machine): DoctorCheck {
  return checkWritable("cache folder", cacheDirectory, "WEIR_CACHE_DIR");
}

export function checkStateDirectory({ stateRoot }: Machine): DoctorCheck[] {
  return stateRoot === undefined
    ? []
    : [checkWritable("state folder", stateRoot, "WEIR_STATE_DIR")];
}

/** Nothing is written: a look at the folder, or at the one in which it would be made. */
function checkWritable(name: string, folder: string, variable: string): DoctorCheck {
  const remedy = `make ${folder} a writable folder, or set ${variable} to another one`;
  const nearest = nearestFolder(folder);
  const where = nearest === folder ? folder : `${folder} (to be made)`;
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    const ok = statSync(nearest).isDirectory();
    return required(name, ok, ok ? where : `${nearest} is a file`, "a writable folder", remedy);
  } catch {
    return required(name, false, `${nearest} cannot be written`, "a writable folder", remedy);
  }
}
