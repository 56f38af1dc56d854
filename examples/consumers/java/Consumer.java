import com.amazonaws.services.schemaregistry.deserializers.GlueSchemaRegistryKafkaDeserializer;
import com.amazonaws.services.schemaregistry.utils.AWSSchemaRegistryConstants;
import com.amazonaws.services.schemaregistry.utils.AvroRecordType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Prints the records of a topic as JSON lines, each decoded by AWS's own deserializer with the schema
 * it was written with.
 *
 * <pre>java -cp 'target/lib/*' Consumer.java BOOTSTRAP_SERVERS TOPIC [REGISTRY_ENDPOINT]</pre>
 *
 * Without an endpoint it asks AWS Glue. Region and credentials come from the environment; a local
 * registry takes any. Reads from the beginning to the end that the topic has at the start.
 */
public final class Consumer {
  private static final Duration IDLE_DEADLINE = Duration.ofSeconds(30);
  /** Beyond it, other languages read a JSON number with rounding. */
  private static final long LARGEST_SAFE_INTEGER = (1L << 53) - 1;

  public static void main(String[] args) throws Exception {
    if (args.length < 2 || args.length > 3) {
      System.err.println("usage: Consumer.java BOOTSTRAP_SERVERS TOPIC [REGISTRY_ENDPOINT]");
      System.exit(2);
    }
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, GlueSchemaRegistryKafkaDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, GlueSchemaRegistryKafkaDeserializer.class);
    // Without the type AWS's deserializer fails with a NullPointerException.
    config.put(AWSSchemaRegistryConstants.AVRO_RECORD_TYPE, AvroRecordType.GENERIC_RECORD.getName());
    String region = System.getenv("AWS_REGION");
    if (region != null) config.put(AWSSchemaRegistryConstants.AWS_REGION, region);
    if (args.length == 3) config.put(AWSSchemaRegistryConstants.AWS_ENDPOINT, args[2]);

    ObjectMapper json = new ObjectMapper();
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try (KafkaConsumer<Object, Object> consumer = new KafkaConsumer<>(config)) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer.partitionsFor(args[1]).forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        var records = consumer.poll(IDLE_DEADLINE);
        if (records.isEmpty()) throw new IllegalStateException("no record within " + IDLE_DEADLINE.toSeconds() + " s");
        for (ConsumerRecord<Object, Object> record : records) {
          long end = ends.get(new TopicPartition(record.topic(), record.partition()));
          if (record.offset() >= end) continue;
          Map<String, Object> line = new LinkedHashMap<>();
          line.put("partition", record.partition());
          line.put("offset", record.offset());
          line.put("key", exact(record.key(), null));
          line.put("value", exact(record.value(), null));
          out.println(json.writeValueAsString(line));
        }
      }
    }
    out.flush();
  }

  /** A value as JSON can carry it without loss. `schema` is what a logical type is read from. */
  private static Object exact(Object value, Schema schema) {
    if (value instanceof GenericRecord record) {
      Map<String, Object> members = new LinkedHashMap<>();
      for (Schema.Field field : record.getSchema().getFields()) {
        members.put(field.name(), exact(record.get(field.pos()), field.schema()));
      }
      return members;
    }
    if (schema != null && schema.isUnion()) {
      Schema branch = schema.getTypes().get(GenericData.get().resolveUnion(schema, value));
      return exact(value, branch);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> members = new LinkedHashMap<>();
      map.forEach((key, item) -> members.put(key.toString(), exact(item, schema.getValueType())));
      return members;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> exact(item, schema.getElementType())).toList();
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return exactBytes(bytes, schema);
    }
    if (value instanceof GenericFixed fixed) return exactBytes(fixed.bytes(), schema);
    if (value instanceof Long number && (number > LARGEST_SAFE_INTEGER || number < -LARGEST_SAFE_INTEGER)) {
      return number.toString();
    }
    boolean isScalar = value == null || value instanceof Number || value instanceof Boolean;
    return isScalar ? value : value.toString();
  }

  private static String exactBytes(byte[] bytes, Schema schema) {
    if (schema != null && schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return new BigDecimal(new BigInteger(bytes), decimal.getScale()).toPlainString();
    }
    return Base64.getEncoder().encodeToString(bytes);
  }
}
