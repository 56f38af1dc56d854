import com.amazonaws.services.schemaregistry.deserializers.GlueSchemaRegistryKafkaDeserializer;
import com.amazonaws.services.schemaregistry.deserializers.protobuf.ProtobufSchemaParser;
import com.amazonaws.services.schemaregistry.serializers.GlueSchemaRegistryKafkaSerializer;
import com.amazonaws.services.schemaregistry.serializers.json.JsonDataWithSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * AWS's Kafka serializer and deserializer on lines of JSON: `encode` takes a value in the JSON of its
 * format and gives a record in Base64, `decode` the other way. A failure gives the messages of all
 * its causes.
 */
public class GlueSerde {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static PrintStream answers;

  public static void main(String[] args) throws Exception {
    answers = System.out;
    // What AWS's code prints is no answer.
    System.setOut(System.err);
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = input.readLine()) != null; ) {
      var answer = JSON.createObjectNode();
      try {
        var question = JSON.readTree(line);
        var run = question.get("run").asText();
        answer.put("value", run.equals("encode") ? encode(question) : decode(question));
      } catch (Throwable failure) {
        answer.put("error", messages(failure));
      }
      answers.println(JSON.writeValueAsString(answer));
      answers.flush();
    }
  }

  private static Map<String, Object> settings(JsonNode question) {
    var settings = new HashMap<String, Object>();
    question.get("settings").fields().forEachRemaining(e -> settings.put(e.getKey(), e.getValue().asText()));
    settings.put("region", "eu-central-1");
    settings.put("avroRecordType", "GENERIC_RECORD");
    settings.put("protobufMessageType", "DYNAMIC_MESSAGE");
    return settings;
  }

  private static String encode(JsonNode question) throws Exception {
    var serializer = new GlueSchemaRegistryKafkaSerializer();
    serializer.configure(settings(question), false);
    var definition = question.get("definition").asText();
    var text = question.get("value").asText();
    Object value = switch (question.get("settings").get("dataFormat").asText()) {
      case "AVRO" -> readAvro(new Schema.Parser().parse(definition), text);
      case "JSON" -> JsonDataWithSchema.builder(definition, text).build();
      default -> readProtobuf(definition, question.get("messageName").asText(), text);
    };
    return Base64.getEncoder().encodeToString(serializer.serialize(question.get("topic").asText(), value));
  }

  private static Object readAvro(Schema schema, String text) throws Exception {
    var decoder = DecoderFactory.get().jsonDecoder(schema, text);
    return new GenericDatumReader<Object>(schema).read(null, decoder);
  }

  private static Object readProtobuf(String definition, String name, String text) throws Exception {
    FileDescriptor file = ProtobufSchemaParser.parse(definition, "writer.proto");
    Descriptor message = null;
    for (var part : name.split("\\.")) {
      message = message == null ? file.findMessageTypeByName(part) : message.findNestedTypeByName(part);
    }
    var builder = DynamicMessage.newBuilder(message);
    JsonFormat.parser().merge(text, builder);
    return builder.build();
  }

  private static String decode(JsonNode question) throws Exception {
    var deserializer = new GlueSchemaRegistryKafkaDeserializer();
    deserializer.configure(settings(question), false);
    var record = Base64.getDecoder().decode(question.get("record").asText());
    var value = deserializer.deserialize(question.get("topic").asText(), record);
    if (value instanceof JsonDataWithSchema json) return json.getPayload();
    if (value instanceof DynamicMessage message) {
      return message.getDescriptorForType().getFullName() + " "
          + JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace().print(message);
    }
    var out = new ByteArrayOutputStream();
    var schema = ((GenericContainer) value).getSchema();
    var encoder = EncoderFactory.get().jsonEncoder(schema, out);
    new GenericDatumWriter<Object>(schema).write(value, encoder);
    encoder.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String messages(Throwable failure) {
    var text = new StringBuilder();
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getClass().getSimpleName()).append(": ").append(cause.getMessage()).append(" | ");
    }
    return text.toString();
  }
}
