package dev.weir.connect;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Schemas and records in Debezium's shape. */
final class Rows {
    static final String TOPIC = "fullfillment.test_db.person";

    /** {@code status VARCHAR(9) NULL DEFAULT 'new'}, {@code age INT NOT NULL DEFAULT 7}. */
    static final Schema ROW =
            SchemaBuilder.struct()
                    .name(TOPIC + ".Value")
                    .optional()
                    .version(3)
                    .doc("a person")
                    .parameter("table", "person")
                    .field("id", Schema.INT32_SCHEMA)
                    .field(
                            "status",
                            SchemaBuilder.string()
                                    .optional()
                                    .defaultValue("new")
                                    .name("io.debezium.data.Enum")
                                    .version(1)
                                    .doc("state")
                                    .parameter("allowed", "new,old")
                                    .build())
                    .field("age", SchemaBuilder.int32().defaultValue(7).build())
                    .build();

    static final Schema SOURCE =
            SchemaBuilder.struct()
                    .name("io.debezium.connector.mysql.Source")
                    .field("snapshot", SchemaBuilder.string().optional().defaultValue("false").build())
                    .build();

    static final Schema ENVELOPE = envelope(ROW);

    static final Schema PLAIN =
            SchemaBuilder.struct()
                    .name("plain")
                    .field("id", Schema.INT32_SCHEMA)
                    .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("age", SchemaBuilder.int32().defaultValue(7).build())
                    .build();

    private Rows() {}

    static Schema envelope(Schema row) {
        return SchemaBuilder.struct()
                .name(TOPIC + ".Envelope")
                .version(1)
                .field("before", row)
                .field("after", row)
                .field("source", SOURCE)
                .field("op", Schema.STRING_SCHEMA)
                .build();
    }

    static Struct row(String status) {
        return new Struct(ROW).put("id", 1).put("status", status).put("age", 30);
    }

    static Struct change(Struct before, Struct after) {
        return new Struct(ENVELOPE)
                .put("before", before)
                .put("after", after)
                .put("source", new Struct(SOURCE))
                .put("op", "u");
    }

    static SourceRecord record(Schema keySchema, Object key, Schema valueSchema, Object value) {
        return new SourceRecord(
                Map.of("server", "a"), Map.of("pos", 4), TOPIC, 2, keySchema, key, valueSchema, value, 99L);
    }

    static SourceRecord record(Struct value) {
        return record(null, null, value.schema(), value);
    }
}
