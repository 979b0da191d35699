package dev.perennial.local.serving;

import dev.perennial.embedded.ChildProcesses;
import dev.perennial.local.manifest.Service;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/** Starts {@link StandIn} from the test classes. */
public record StandInLauncher(ChildProcesses children) implements Launcher {

  @Override
  public Process launch(Service service, int port) {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                Path.of("target", "test-classes").toString(),
                StandIn.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD);
    builder.environment().put("PORT", Integer.toString(port));
    return children.start(service.name(), builder);
  }
}
