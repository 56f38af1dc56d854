import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Apache Avro on lines of `schema payload [reader]`, each in Base64: the value in the form of
 * corpus.ts, and its bytes written anew; or `error`.
 */
public class AvroData {
  private static final HexFormat HEX = HexFormat.of();

  public static void main(String[] args) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var output = new StringBuilder();
    for (String line; (line = input.readLine()) != null; ) {
      try {
        output.append(answer(line.split(" ")));
      } catch (Throwable refusal) {
        output.append("error ").append(String.valueOf(refusal).replaceAll("\\s+", " "));
      }
      output.append('\n');
    }
    System.out.print(output);
  }

  private static String answer(String[] words) throws Exception {
    var schema = new Schema.Parser().parse(text(words[0]));
    var reader = words.length > 2 ? new Schema.Parser().parse(text(words[2])) : schema;
    var bytes = Base64.getDecoder().decode(words[1].substring(1));
    var decoder = DecoderFactory.get().binaryDecoder(bytes, null);
    var value = new GenericDatumReader<Object>(schema, reader).read(null, decoder);
    if (!decoder.isEnd()) throw new IllegalStateException("bytes are left");
    var out = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<Object>(reader).write(value, encoder);
    encoder.flush();
    return show(value) + " " + Base64.getEncoder().encodeToString(out.toByteArray());
  }

  private static String text(String word) {
    return new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
  }

  private static String show(Object value) {
    if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long) {
      return String.valueOf(value);
    }
    if (value instanceof Float || value instanceof Double) {
      var number = ((Number) value).doubleValue();
      return String.format("d%016x", Double.doubleToLongBits(number));
    }
    if (value instanceof CharSequence || value instanceof GenericData.EnumSymbol) return "s" + hex(value);
    if (value instanceof ByteBuffer buffer) return "b" + HEX.formatHex(buffer.array());
    if (value instanceof GenericFixed fixed) return "b" + HEX.formatHex(fixed.bytes());
    List<String> parts = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (var item : list) parts.add(show(item));
      return "[" + String.join(",", parts) + "]";
    }
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> parts.add(hex(key) + ":" + show(item)));
      parts.sort(null);
    } else if (value instanceof IndexedRecord record) {
      for (var field : record.getSchema().getFields()) {
        parts.add(hex(field.name()) + ":" + show(record.get(field.pos())));
      }
    }
    return "{" + String.join(",", parts) + "}";
  }

  private static String hex(Object text) {
    return HEX.formatHex(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
