package dev.weir.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopicKeyValueNamingStrategyTest {
    private static final String TOPIC = "fullfillment.test_db.person";
    private final TopicKeyValueNamingStrategy strategy = new TopicKeyValueNamingStrategy();

    @Test
    void namesValuesAfterTheTopicAndKeysApart() {
        assertEquals(TOPIC, strategy.getSchemaName(TOPIC, null, false));
        assertEquals(TOPIC + "-key", strategy.getSchemaName(TOPIC, null, true));
        assertEquals(TOPIC, strategy.getSchemaName(TOPIC));
    }

    @Test
    void theServiceManifestNamesTheConverterOfAws() throws Exception {
        var manifest = "META-INF/services/org.apache.kafka.connect.storage.Converter";
        try (var stream = getClass().getClassLoader().getResourceAsStream(manifest)) {
            assertNotNull(stream);
            var names = new String(stream.readAllBytes()).lines().toList();
            assertEquals(
                    List.of("com.amazonaws.services.schemaregistry.kafkaconnect.AWSKafkaAvroConverter"),
                    names);
        }
    }
}
