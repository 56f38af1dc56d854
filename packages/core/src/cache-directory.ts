import path from "node:path";

/**
 * Where downloads and class archives are kept, one folder per user and not per checkout:
 * `WEIR_CACHE_DIR`, else `$XDG_CACHE_HOME/weir`, else `~/.cache/weir`. The folder may not exist.
 * A relative `XDG_CACHE_HOME` is ignored, as the XDG specification wants it.
 */
export function cacheDirectory(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (env.WEIR_CACHE_DIR) return path.resolve(env.WEIR_CACHE_DIR);
  if (env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME)) {
    return path.join(env.XDG_CACHE_HOME, "weir");
  }
  return path.join(home, ".cache", "weir");
}
