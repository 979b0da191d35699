package dev.perennial.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StreamTimeTest {

  @Test
  void a_stream_ends_by_itself_ten_seconds_before_its_request_is_cut() throws IOException {
    var pod = ShippedYaml.in(Path.of("../knative")).service("sync-push").at("/spec/template/spec");
    var streamSeconds =
        pod.at("/containers/0/env")
            .valueStream()
            .filter(variable -> variable.path("name").asString().equals("STREAM_SECONDS"))
            .map(variable -> Integer.valueOf(variable.path("value").asString()))
            .toList();

    assertThat(streamSeconds).containsExactly(pod.path("timeoutSeconds").asInt() - 10);
  }
}
