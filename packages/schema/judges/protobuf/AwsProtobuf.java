import com.amazonaws.services.schemaregistry.deserializers.protobuf.ProtobufSchemaParser;
import com.amazonaws.services.schemaregistry.serializers.protobuf.MessageIndexFinder;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeMap;

/**
 * AWS's serializer on Protobuf texts: a line of Base64 in, a line out, `ok` and the message indexes
 * (`0=a.B 1=a.C`) where its parser (Wire, then protobuf-java) takes the text, else `no` and why.
 */
public class AwsProtobuf {
  public static void main(String[] args) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var output = new StringBuilder();
    for (String line; (line = input.readLine()) != null; ) {
      var text = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
      output.append(judge(text)).append('\n');
    }
    System.out.print(output);
  }

  private static String judge(String text) {
    try {
      FileDescriptor file = ProtobufSchemaParser.parse(text, "judged.proto");
      var indexes = new TreeMap<Integer, String>();
      new MessageIndexFinder()
          .getAll(file)
          .forEach((message, index) -> indexes.put(index, message.getFullName()));
      var words = new StringBuilder("ok");
      indexes.forEach((index, name) -> words.append(' ').append(index).append('=').append(name));
      return words.toString();
    } catch (Throwable refusal) {
      return "no " + String.valueOf(refusal).replaceAll("\\s+", " ");
    }
  }
}
