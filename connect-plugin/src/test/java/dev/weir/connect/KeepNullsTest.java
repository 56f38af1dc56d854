package dev.weir.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

class KeepNullsTest {
    private final KeepNulls<SourceRecord> keepNulls = new KeepNulls<>();

    private Struct applied(Struct value) {
        return (Struct) keepNulls.apply(Rows.record(value)).value();
    }

    @Test
    void withoutItANullReadsAsTheDefault() {
        assertEquals("new", Rows.row(null).get("status"));
    }

    @Test
    void aNullStaysANullInBothImages() {
        Struct value = applied(Rows.change(Rows.row("old"), Rows.row(null)));
        value.validate();
        assertEquals("old", value.getStruct("before").get("status"));
        assertNull(value.getStruct("after").get("status"));
        assertEquals(1, value.getStruct("after").get("id"));
        assertEquals("u", value.get("op"));

        assertNull(applied(Rows.change(Rows.row(null), null)).getStruct("before").get("status"));
    }

    @Test
    void aRequiredFieldKeepsItsDefaultEvenUnset() {
        Struct row = new Struct(Rows.ROW).put("id", 1);
        Struct after = applied(Rows.change(null, row)).getStruct("after");
        after.validate();
        assertEquals(7, after.schema().field("age").schema().defaultValue());
        assertEquals(7, after.get("age"));
    }

    @Test
    void whatDescribesASchemaIsKept() {
        Schema row = applied(Rows.change(null, Rows.row(null))).schema().field("after").schema();
        assertEquals(Rows.ROW.name(), row.name());
        assertEquals(3, row.version());
        assertEquals("a person", row.doc());
        assertEquals(Map.of("table", "person"), row.parameters());
        assertEquals(true, row.isOptional());
        Schema expected =
                SchemaBuilder.string()
                        .optional()
                        .name("io.debezium.data.Enum")
                        .version(1)
                        .doc("state")
                        .parameter("allowed", "new,old")
                        .build();
        assertEquals(expected, row.field("status").schema());
    }

    @Test
    void beforeAndAfterShareOneSchema() {
        Struct value = applied(Rows.change(Rows.row(null), Rows.row(null)));
        Schema row = value.schema().field("before").schema();
        assertSame(row, value.schema().field("after").schema());
        assertSame(row, value.getStruct("before").schema());
        assertSame(row, value.getStruct("after").schema());
    }

    @Test
    void debeziumsOwnBlockKeepsItsDefault() {
        Struct value = applied(Rows.change(null, Rows.row(null)));
        assertSame(Rows.SOURCE, value.schema().field("source").schema());
        assertEquals("false", value.getStruct("source").get("snapshot"));
    }

    @Test
    void equalSchemasGetOneSchemaObject() {
        Schema first = applied(Rows.change(null, Rows.row(null))).schema();
        assertSame(first, applied(Rows.change(Rows.row("old"), Rows.row("new"))).schema());

        Schema again = Rows.envelope(Rows.ROW);
        assertNotSame(Rows.ENVELOPE, again);
        Struct source = new Struct(Rows.SOURCE);
        assertSame(first, applied(new Struct(again).put("source", source).put("op", "d")).schema());
    }

    @Test
    void aRecordWithoutSuchAFieldPassesAsItself() {
        Struct plain = new Struct(Rows.PLAIN).put("id", 1);
        SourceRecord record = Rows.record(Rows.PLAIN, plain, Rows.PLAIN, plain);
        assertSame(record, keepNulls.apply(record));
        assertSame(record, keepNulls.apply(record));
    }

    @Test
    void tombstonesAndValuesWithoutFieldsPassAsThemselves() {
        for (SourceRecord record :
                List.of(
                        Rows.record(null, null, null, null),
                        Rows.record(Schema.INT32_SCHEMA, 1, null, null),
                        Rows.record(null, null, Rows.ROW, null),
                        Rows.record(null, Map.of("id", 1), null, Map.of("status", "new")),
                        Rows.record(null, null, Schema.STRING_SCHEMA, "text"))) {
            assertSame(record, keepNulls.apply(record));
        }
    }

    @Test
    void theKeyOfATombstoneIsRebuiltAndTheRestOfTheRecordKept() {
        SourceRecord record = Rows.record(Rows.ROW, Rows.row(null), null, null);
        record.headers().addString("origin", "test");
        SourceRecord result = keepNulls.apply(record);
        assertNull(((Struct) result.key()).get("status"));
        assertSame(((Struct) result.key()).schema(), result.keySchema());
        assertNull(result.value());
        assertEquals(Rows.TOPIC, result.topic());
        assertEquals(2, result.kafkaPartition());
        assertEquals(99L, result.timestamp());
        assertEquals(record.sourceOffset(), result.sourceOffset());
        assertEquals("test", result.headers().lastWithName("origin").value());
    }

    @Test
    void elementsOfArraysAndMapsAreNotTouched() {
        Schema element = SchemaBuilder.struct().field("a", Rows.ROW.field("status").schema()).build();
        Schema schema =
                SchemaBuilder.struct()
                        .field("list", SchemaBuilder.array(element).build())
                        .field("map", SchemaBuilder.map(Schema.STRING_SCHEMA, element).build())
                        .build();
        Struct item = new Struct(element);
        SourceRecord record =
                Rows.record(new Struct(schema).put("list", List.of(item)).put("map", Map.of("k", item)));
        assertSame(record, keepNulls.apply(record));
    }

    @Test
    void anArrayAndAMapLoseTheirOwnDefault() {
        Schema list =
                SchemaBuilder.array(Schema.INT32_SCHEMA).optional().defaultValue(List.of(1)).build();
        Schema map =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                        .optional()
                        .defaultValue(Map.of("k", 1))
                        .build();
        Schema schema = SchemaBuilder.struct().field("list", list).field("map", map).build();
        Struct value = applied(new Struct(schema));
        assertNull(value.get("list"));
        assertNull(value.get("map"));
        assertEquals(Schema.INT32_SCHEMA, value.schema().field("list").schema().valueSchema());
    }

    @Test
    void structsWithADefaultOfTheirOwnAreRebuiltToo() {
        Schema status = Rows.ROW.field("status").schema();
        SchemaBuilder required = SchemaBuilder.struct().field("a", status);
        Schema requiredStruct = required.defaultValue(new Struct(required)).build();
        SchemaBuilder optional = SchemaBuilder.struct().optional().field("a", status);
        Schema optionalStruct = optional.defaultValue(new Struct(optional)).build();
        Schema schema =
                SchemaBuilder.struct().field("r", requiredStruct).field("o", optionalStruct).build();

        Struct unset = applied(new Struct(schema));
        unset.validate();
        assertNull(unset.get("o"));
        assertNull(assertInstanceOf(Struct.class, unset.get("r")).get("a"));

        Struct set = applied(new Struct(schema).put("o", new Struct(optionalStruct).put("a", "x")));
        assertEquals("x", set.getStruct("o").get("a"));
    }

    @Test
    void theServiceManifestNamesIt() {
        var found =
                ServiceLoader.load(Transformation.class).stream()
                        .map(ServiceLoader.Provider::type)
                        .filter(KeepNulls.class::equals)
                        .toList();
        assertEquals(List.of(KeepNulls.class), found);
    }
}
