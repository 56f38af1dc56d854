import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;

/**
 * One JSON object a line on standard input, one answer a line on standard output.
 *
 * <p>{"text"}: whether Schema.Parser takes it. {"reader", "writer"}: what both algorithms of Apache
 * Avro say, SchemaCompatibility also with every record under one name, so that names say nothing.
 */
public final class AvroVerdicts {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws IOException {
    Logger.getLogger("").setLevel(Level.OFF);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode question = JSON.readTree(line);
      out.println(question.has("text") ? judgeText(question) : judgePair(question));
    }
    out.flush();
  }

  private static ObjectNode judgeText(JsonNode question) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      parse(question.get("text").textValue());
    } catch (RuntimeException | StackOverflowError error) {
      return answer.put("valid", false).put("error", describe(error));
    }
    return answer.put("valid", true);
  }

  private static ObjectNode judgePair(JsonNode question) {
    Schema reader = parse(question.get("reader").textValue());
    Schema writer = parse(question.get("writer").textValue());
    ObjectNode answer = JSON.createObjectNode();
    answer.set("named", checkCompatibility(reader, writer));
    answer.set("neutral", checkCompatibility(neutral(reader), neutral(writer)));
    answer.set("grammar", checkGrammar(reader, writer));
    return answer;
  }

  private static Schema parse(String text) {
    return new Schema.Parser().setValidateDefaults(true).parse(text);
  }

  private static ObjectNode checkCompatibility(Schema reader, Schema writer) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      SchemaCompatibilityResult result =
          SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
      ArrayNode places = answer.putArray("incompatibilities");
      for (Incompatibility found : result.getIncompatibilities()) {
        places
            .addObject()
            .put("rule", found.getType().name())
            .put("path", found.getLocation());
      }
      return answer.put("compatible", places.isEmpty());
    } catch (RuntimeException | StackOverflowError error) {
      return answer.put("compatible", false).put("error", describe(error));
    }
  }

  private static ObjectNode checkGrammar(Schema reader, Schema writer) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      new SchemaValidatorBuilder()
          .canReadStrategy()
          .validateLatest()
          .validate(reader, List.of(writer));
      return answer.put("compatible", true);
    } catch (SchemaValidationException error) {
      return answer.put("compatible", false);
    } catch (RuntimeException | StackOverflowError error) {
      return answer.put("compatible", false).put("error", describe(error));
    }
  }

  private static String describe(Throwable error) {
    return error.getClass().getSimpleName() + ": " + String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  /** The schema with every record called R, in a namespace of its own. */
  private static Schema neutral(Schema schema) {
    return neutral(schema, new IdentityHashMap<>());
  }

  private static Schema neutral(Schema schema, Map<Schema, Schema> records) {
    switch (schema.getType()) {
      case RECORD:
        return neutralRecord(schema, records);
      case ARRAY:
        return Schema.createArray(neutral(schema.getElementType(), records));
      case MAP:
        return Schema.createMap(neutral(schema.getValueType(), records));
      case UNION:
        List<Schema> branches = new ArrayList<>();
        for (Schema branch : schema.getTypes()) branches.add(neutral(branch, records));
        return Schema.createUnion(branches);
      default:
        return schema;
    }
  }

  private static Schema neutralRecord(Schema schema, Map<Schema, Schema> records) {
    Schema known = records.get(schema);
    if (known != null) return known;
    Schema record = Schema.createRecord("R", null, "n" + records.size(), schema.isError());
    records.put(schema, record);
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      // Copies name, default, order and aliases.
      fields.add(new Schema.Field(field, neutral(field.schema(), records)));
    }
    record.setFields(fields);
    return record;
  }
}
