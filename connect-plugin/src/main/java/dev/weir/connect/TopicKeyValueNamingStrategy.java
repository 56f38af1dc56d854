package dev.weir.connect;

import com.amazonaws.services.schemaregistry.common.AWSSchemaNamingStrategy;

/**
 * Names the schema of values after the topic, as AWS's default does, and that of keys
 * {@code <topic>-key}. AWS's default gives both one name, under which a key and an envelope refuse
 * each other (awslabs/aws-glue-schema-registry#93).
 */
public final class TopicKeyValueNamingStrategy implements AWSSchemaNamingStrategy {
    @Override
    public String getSchemaName(String topic) {
        return topic;
    }

    @Override
    public String getSchemaName(String topic, Object data, boolean isKey) {
        return isKey ? topic + "-key" : topic;
    }
}
