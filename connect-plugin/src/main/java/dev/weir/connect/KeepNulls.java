package dev.weir.connect;

import java.util.Map;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Takes the default off every optional field of key and value, so that a null stays a null: a
 * converter that reads with {@link Struct#get}, as AWS's 1.1.9 does, gets the default for it.
 *
 * <p>Of a Debezium envelope only {@code before} and {@code after} are rows. The rest is Debezium's
 * own: it leaves {@code source.snapshot} null and means the default, {@code false}.
 *
 * <p>Required fields keep their defaults. Elements of arrays and maps stay as they are. A record
 * without such a field passes as the same object.
 */
public final class KeepNulls<R extends ConnectRecord<R>> implements Transformation<R> {
    /** Key, envelope and row of more than a thousand tables. */
    private static final int CACHED_SCHEMAS = 4096;

    /** By equality, as converters cache: equal inputs get one object. */
    private final Cache<Schema, Schema> rebuilt =
            new SynchronizedCache<>(new LRUCache<>(CACHED_SCHEMAS));

    @Override
    public R apply(R record) {
        Schema keySchema = targetOf(record.keySchema(), record.key());
        Schema valueSchema = targetOf(record.valueSchema(), record.value());
        if (keySchema == record.keySchema() && valueSchema == record.valueSchema()) return record;
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                keySchema,
                copy(record.key(), record.keySchema(), keySchema),
                valueSchema,
                copy(record.value(), record.valueSchema(), valueSchema),
                record.timestamp());
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void configure(Map<String, ?> properties) {}

    @Override
    public void close() {}

    private Schema targetOf(Schema schema, Object value) {
        boolean holdsFields = schema != null && value instanceof Struct;
        return holdsFields ? rebuild(schema) : schema;
    }

    /** The schema itself where nothing changes. One object for {@code before} and {@code after}. */
    private Schema rebuild(Schema struct) {
        Schema known = rebuilt.get(struct);
        if (known != null) return known;
        SchemaBuilder builder = describedLike(struct, SchemaBuilder.struct());
        boolean changed = false;
        for (Field field : struct.fields()) {
            Schema target = holdsRow(struct, field) ? rebuildField(field.schema()) : field.schema();
            changed |= target != field.schema();
            builder.field(field.name(), target);
        }
        Schema target = changed ? withDefault(builder, struct, struct.defaultValue()) : struct;
        rebuilt.put(struct, target);
        return target;
    }

    private Schema rebuildField(Schema field) {
        Schema inner = field.type() == Schema.Type.STRUCT ? rebuild(field) : field;
        return inner.isOptional() && inner.defaultValue() != null ? withoutDefault(inner) : inner;
    }

    private static boolean holdsRow(Schema struct, Field field) {
        boolean isEnvelope = struct.name() != null && struct.name().endsWith(".Envelope");
        return !isEnvelope || field.name().equals("before") || field.name().equals("after");
    }

    private static Schema withDefault(SchemaBuilder builder, Schema original, Object value) {
        if (value == null) return builder.build();
        return builder.defaultValue(copy(value, original, builder)).build();
    }

    private static Schema withoutDefault(Schema schema) {
        SchemaBuilder builder =
                switch (schema.type()) {
                    case ARRAY -> SchemaBuilder.array(schema.valueSchema());
                    case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
                    default -> new SchemaBuilder(schema.type());
                };
        if (schema.type() == Schema.Type.STRUCT) {
            for (Field field : schema.fields()) builder.field(field.name(), field.schema());
        }
        return describedLike(schema, builder).build();
    }

    private static SchemaBuilder describedLike(Schema schema, SchemaBuilder builder) {
        if (schema.isOptional()) builder.optional();
        if (schema.name() != null) builder.name(schema.name());
        if (schema.version() != null) builder.version(schema.version());
        if (schema.doc() != null) builder.doc(schema.doc());
        if (schema.parameters() != null) builder.parameters(schema.parameters());
        return builder;
    }

    private static Object copy(Object value, Schema from, Schema to) {
        if (from == to || !(value instanceof Struct source)) return value;
        Struct target = new Struct(to);
        for (Field field : to.fields()) {
            Object item = source.getWithoutDefault(field.name());
            // A required field may be unset where it has a default; put would refuse the null.
            if (item == null) continue;
            target.put(field, copy(item, from.field(field.name()).schema(), field.schema()));
        }
        return target;
    }
}
