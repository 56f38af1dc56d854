/**
 * bash. Fetches URL to FILE. With SHA512 the content must be that; without it a failure is only
 * said, because whoever reads the file can do without it.
 */
export const fetchScript = `set -uo pipefail
fetch() {
  curl --fail --silent --show-error --location --proto '=https' --retry 5 --retry-all-errors \\
    --retry-delay 3 --max-time 120 --output "$FILE" "$URL"
}
if [ -z "\${SHA512:-}" ]; then
  fetch && exit 0
  echo "warning: $URL cannot be fetched: the next container does without it" >&2
  rm -f "$FILE"
  exit 0
fi
fetch || exit 1
if ! echo "$SHA512  $FILE" | sha512sum --check --quiet -; then
  echo "error: $URL is not the file with the sha512 $SHA512" >&2
  rm -f "$FILE"
  exit 1
fi
`;
