import io.apicurio.registry.rules.compatibility.protobuf.ProtobufCompatibilityCheckerLibrary;
import io.apicurio.registry.utils.protobuf.schema.ProtobufFile;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;

/** Apicurio's checker: a line holds two texts in Base64, the answer its differences, `|` between. */
public class ApicurioProtobuf {
  public static void main(String[] args) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var output = new StringBuilder();
    for (String line; (line = input.readLine()) != null; ) {
      var texts = line.split(" ");
      output.append(judge(decode(texts[0]), decode(texts[1]))).append('\n');
    }
    System.out.print(output);
  }

  private static String decode(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  private static String judge(String earlier, String candidate) {
    try {
      var checker =
          new ProtobufCompatibilityCheckerLibrary(
              new ProtobufFile(earlier), new ProtobufFile(candidate));
      return checker.findDifferences().stream()
          .map(difference -> difference.getMessage().replaceAll("[\\s|]+", " "))
          .collect(Collectors.joining("|"));
    } catch (Throwable failure) {
      return "failed: " + String.valueOf(failure).replaceAll("[\\s|]+", " ");
    }
  }
}
