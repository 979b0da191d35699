package dev.perennial.local.serving;

import dev.perennial.embedded.ChildProcesses;
import dev.perennial.embedded.OwnerOnlyFile;
import dev.perennial.local.manifest.Service;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Starts a function from its thin jar like its image does, with the platform's own JDK. */
public final class JarLauncher implements Launcher {

  // A container inherits no environment; a local process needs these variables to run.
  private static final Set<String> INHERITED = Set.of("PATH", "HOME", "TMPDIR", "LANG");

  private final FunctionFiles files;
  private final Installation installation;
  private final Function<Service, Map<String, String>> extraEnvironment;
  private final Function<String, List<String>> jvmOptions;
  private final ChildProcesses children;
  private final Path logs;

  /**
   * @param extraEnvironment additional environment variables by Service
   * @param jvmOptions additional JVM options by function
   */
  public JarLauncher(
      FunctionFiles files,
      Installation installation,
      Function<Service, Map<String, String>> extraEnvironment,
      Function<String, List<String>> jvmOptions,
      ChildProcesses children,
      Path logs) {
    this.files = files;
    this.installation = installation;
    this.extraEnvironment = extraEnvironment;
    this.jvmOptions = jvmOptions;
    this.children = children;
    this.logs = logs;
  }

  @Override
  public Process launch(Service service, int port) {
    Path log = OwnerOnlyFile.create(logs.resolve(service.name() + ".log"));
    ProcessBuilder builder =
        new ProcessBuilder(command(service.function()))
            .directory(files.home().toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(extraEnvironment.apply(service));
    builder.environment().putAll(installation.environmentOf(service));
    builder
        .environment()
        .putAll(
            Map.of(
                "PORT", Integer.toString(port),
                "K_SERVICE", service.name(),
                "K_REVISION", service.name() + "-00001"));
    return children.start(service.name(), builder);
  }

  private List<String> command(String function) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(files.jvmArguments(function));
    command.addAll(jvmOptions.apply(function));
    command.addAll(List.of("-jar", files.relativeToHome(files.jar(function)).toString()));
    return command;
  }
}
