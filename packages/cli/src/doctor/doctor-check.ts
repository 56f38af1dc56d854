/** One thing that `weir doctor` looked at. */
export interface DoctorCheck {
  readonly name: string;
  readonly ok: boolean;
  /** `required`: without it something does not work; `warning`: it works otherwise than expected. */
  readonly level: "required" | "warning" | "information";
  readonly found: string;
  readonly expectation: string;
  /** Null where there is nothing to do. */
  readonly remedy: string | null;
}

export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cacheDirectory: string;
  /** Undefined where there is no spec. */
  readonly stateRoot: string | undefined;
}

/** A check of level `required`; the remedy is left out where all is well. */
export function required(
  name: string,
  ok: boolean,
  found: string,
  expectation: string,
  remedy: string,
): DoctorCheck {
  return { name, ok, level: "required", found, expectation, remedy: ok ? null : remedy };
}

/** The check of something that throws PREREQUISITE_MISSING where it is not as needed. */
export async function requiredBy(
  name: string,
  expectation: string,
  find: () => string | Promise<string>,
): Promise<DoctorCheck> {
  try {
    return required(name, true, await find(), expectation, "");
  } catch (error) {
    const remedy =
      error instanceof Error && "remedy" in error ? String(error.remedy ?? "") : "install it";
    const found = error instanceof Error ? error.message : String(error);
    return required(name, false, found, expectation, remedy);
  }
}
