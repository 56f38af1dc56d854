package dev.weir.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.amazonaws.services.schemaregistry.kafkaconnect.avrodata.AvroData;
import java.io.ByteArrayOutputStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** With the class of AWS's converter that turns Connect's data into Avro's. */
class KeepNullsAvroTest {
    private final AvroData avroData = new AvroData(16);
    private final KeepNulls<SourceRecord> keepNulls = new KeepNulls<>();

    private GenericRecord avroAfter(SourceRecord record) throws Exception {
        Object avro = avroData.fromConnectData(record.valueSchema(), record.value());
        var schema = ((GenericRecord) avro).getSchema();
        // The registry gets text: a repeated name must be a reference.
        var parsed = new org.apache.avro.Schema.Parser().parse(schema.toString());
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema).write(avro, encoder);
        encoder.flush();
        var decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
        return new GenericDatumReader<GenericRecord>(parsed).read(null, decoder);
    }

    @Test
    void awsWritesTheDefaultForANullAndWithKeepNullsTheNull() throws Exception {
        for (Struct before : new Struct[] {null, Rows.row("old")}) {
            SourceRecord record = Rows.record(Rows.change(before, Rows.row(null)));
            var lost = (GenericRecord) avroAfter(record).get("after");
            assertEquals("new", lost.get("status").toString());

            GenericRecord envelope = avroAfter(keepNulls.apply(record));
            var kept = (GenericRecord) envelope.get("after");
            assertNull(kept.get("status"));
            assertEquals(30, kept.get("age"));
            var source = (GenericRecord) envelope.get("source");
            assertEquals("false", source.get("snapshot").toString());
        }
    }

    @Test
    void aValueThatIsNotNullIsWrittenAsItIs() throws Exception {
        GenericRecord envelope =
                avroAfter(keepNulls.apply(Rows.record(Rows.change(Rows.row("old"), Rows.row("new")))));
        assertEquals("old", ((GenericRecord) envelope.get("before")).get("status").toString());
        assertEquals("new", ((GenericRecord) envelope.get("after")).get("status").toString());
    }

    @Test
    void aReaderWithTheNewSchemaAcceptsRecordsOfTheOldOne() {
        var old = avroData.fromConnectSchema(Rows.ENVELOPE);
        SourceRecord record = Rows.record(Rows.change(null, Rows.row(null)));
        var now = avroData.fromConnectSchema(keepNulls.apply(record).valueSchema());
        var verdict =
                org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility(now, old).getType();
        assertEquals(
                org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE, verdict);
    }
}
