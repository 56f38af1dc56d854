/**
 * bash. Makes the topics of TOPICS that are absent and compares the others; repeated, changes
 * nothing. A difference that would lose or reorder records ends it, after all were looked at.
 *
 * BOOTSTRAP_SERVERS, CLIENT_CONFIG: how to reach Kafka. KAFKA_BIN: folder of kafka-topics.sh.
 * TOPICS: lines of `name partitions replicas key=value…`; partitions `3` must be exactly three,
 * `3+` three where the topic is made and any number where it is there.
 */
export const topicsScript = `set -euo pipefail
say() { printf '%s\\n' "$1" >&2; }

topics() {
  "$KAFKA_BIN/kafka-topics.sh" --bootstrap-server "$BOOTSTRAP_SERVERS" \\
    --command-config "$CLIENT_CONFIG" "$@"
}

# Of Kafka, where neither topic nor broker says otherwise: kafka-topics prints only what does.
kafka_default() {
  case "$1" in
    cleanup.policy) echo delete ;;
    retention.ms) echo 604800000 ;;
    retention.bytes) echo -1 ;;
    min.insync.replicas) echo 1 ;;
    max.message.bytes) echo 1048588 ;;
  esac
}

# wanted, found: whether what is there serves as well.
serves() {
  case "$1" in
    cleanup.policy) [ "$3" = "$2" ] ;;
    retention.*) [ "$3" = -1 ] || { [ "$2" != -1 ] && [ "$3" -ge "$2" ]; } ;;
    *) [ "$3" -ge "$2" ] ;;
  esac
}

declare -A existing
described="$(topics --describe)"
while IFS= read -r line; do
  # Lines of partitions begin with a tab.
  if [[ "$line" =~ ^Topic:\\ ([^[:space:]]+) ]]; then existing["\${BASH_REMATCH[1]}"]="$line"; fi
done <<<"$described"

made=0
differences=0
differ() {
  say "error: topic $1 has $2 $4, expected $3"
  differences=$((differences + 1))
}

while read -r topic partitions replicas settings; do
  if [ -z "$topic" ]; then continue; fi
  if [ -z "\${existing[$topic]:-}" ]; then
    options=()
    for setting in $settings; do options+=(--config "$setting"); done
    topics --create --if-not-exists --topic "$topic" --partitions "\${partitions%+}" \\
      --replication-factor "$replicas" "\${options[@]}" >&2
    made=$((made + 1))
    continue
  fi
  line="\${existing[$topic]}"
  [[ "$line" =~ PartitionCount:\\ ?([0-9]+) ]] && found="\${BASH_REMATCH[1]}"
  if [ "\${partitions%+}" = "$partitions" ] && [ "$found" != "$partitions" ]; then
    differ "$topic" partitions "$partitions" "$found"
  fi
  [[ "$line" =~ ReplicationFactor:\\ ?([0-9]+) ]] && found="\${BASH_REMATCH[1]}"
  if [ "$found" -lt "$replicas" ]; then differ "$topic" "replication factor" "$replicas" "$found"; fi
  configs=",\${line##*Configs: },"
  for setting in $settings; do
    key="\${setting%%=*}"
    wanted="\${setting#*=}"
    found="$(kafka_default "$key")"
    case "$configs" in
      *",$key="*)
        found="\${configs#*,"$key"=}"
        found="\${found%%,*}"
        ;;
    esac
    serves "$key" "$wanted" "\${found:-0}" || differ "$topic" "$key" "$wanted" "$found"
  done
done <"$TOPICS"

if [ "$differences" -gt 0 ]; then
  say "remedy: alter each with kafka-topics.sh or kafka-configs.sh, or delete it where it holds nothing yet"
  exit 1
fi
printf '{"event":"topics-ready","made":%s}\\n' "$made"
`;
