package dev.perennial.local.platform;

import dev.perennial.embedded.ChildProcesses;
import dev.perennial.embedded.KafkaBroker;
import dev.perennial.embedded.KafkaConnection;
import dev.perennial.embedded.Ports;
import dev.perennial.embedded.PostgresServer;
import dev.perennial.embedded.StartupException;
import dev.perennial.local.eventing.Eventing;
import dev.perennial.local.eventing.KafkaLogins;
import dev.perennial.local.eventing.PingStatus;
import dev.perennial.local.eventing.TimerScheduler;
import dev.perennial.local.gateway.CaptureEndpoint;
import dev.perennial.local.gateway.FlowEndpoint;
import dev.perennial.local.gateway.Gateway;
import dev.perennial.local.gateway.LocalEndpoints;
import dev.perennial.local.gateway.LocalEndpoints.RestartablePart;
import dev.perennial.local.gateway.PingEndpoint;
import dev.perennial.local.gateway.RequestsEndpoint;
import dev.perennial.local.gateway.RotationEndpoint;
import dev.perennial.local.infra.DataDirectory;
import dev.perennial.local.infra.Infrastructure;
import dev.perennial.local.infra.KafkaUsers;
import dev.perennial.local.infra.Secrets;
import dev.perennial.local.infra.Security;
import dev.perennial.local.kubernetes.KubernetesApiServer;
import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.metrics.DatabaseMetrics;
import dev.perennial.local.metrics.MetricsEndpoint;
import dev.perennial.local.serving.FunctionFiles;
import dev.perennial.local.serving.Installation;
import dev.perennial.local.serving.JarLauncher;
import dev.perennial.local.serving.Serving;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The whole system on this machine.
 *
 * <pre>
 *   gateway ──> serving ──> function processes ──> Postgres, Kafka, issuer
 *                  ^                                          │
 *                  └───────────────── eventing <──────────────┘
 * </pre>
 */
public final class Platform implements AutoCloseable {

  private static final Duration STOP_GRACE = Duration.ofSeconds(5);

  private final Options options;
  private final Consumer<String> progress;
  private final Function<String, List<String>> jvmOptions;
  private final Duration grace;
  private final InstantSource clock = InstantSource.system();
  private final Lifecycle lifecycle = new Lifecycle();

  /**
   * @param progress receives a line for each part that is started
   * @param jvmOptions additional JVM options by function
   * @param grace maximum time for a function's process to end after SIGTERM
   */
  public Platform(
      Options options,
      Consumer<String> progress,
      Function<String, List<String>> jvmOptions,
      Duration grace) {
    this.options = options;
    this.progress = progress;
    this.jvmOptions = jvmOptions;
    this.grace = grace;
  }

  /**
   * Checks the port and the data directory without starting anything.
   *
   * @throws StartupException if one of them cannot be used
   */
  public void check() {
    Gateway.bind(options.port()).close();
    lockData().close();
  }

  /** Stops the orphans of a killed platform first, since they may still write to the directory. */
  private ChildProcesses recoverIn(DataDirectory data) {
    new ChildProcesses(data.directory("run")).stopOrphans();
    if (options.fresh()) {
      data.clear();
    }
    return new ChildProcesses(data.directory("run"));
  }

  /**
   * Starts everything and returns the URL of the gateway.
   *
   * @throws StartupException if a part does not start; {@link #close} then stops the others
   */
  public URI start() {
    var manifests = Manifests.read(options.home());
    var files = new FunctionFiles(options.home());
    manifests.services().forEach(service -> files.requireBuilt(service.function()));
    Gateway gateway = lifecycle.add(Gateway.bind(options.port()));
    DataDirectory data = lifecycle.add(lockData());
    ChildProcesses children = recoverIn(data);
    lifecycle.add(Logging.to(data.directory("logs").resolve("platform.log")));
    progress.accept("Starting with the data in " + data.root());
    var ports = new Ports(data.file("ports.properties"));
    var secrets = new Secrets(data.file("secrets.properties"));
    var users = new KafkaUsers(manifests.users(), secrets);
    Infrastructure infrastructure =
        lifecycle.add(
            new Infrastructure(
                data, ports, children, security(data, secrets, ports), users, progress, clock));
    infrastructure.start();
    KubernetesApiServer kubernetes =
        lifecycle.add(
            new KubernetesApiServer(manifests, data, secrets, ports.portFor("kubernetes"), clock));
    kubernetes.start();
    var objects = new InstallationObjects(manifests, infrastructure, secrets, users);
    Installation installation = installation(objects, infrastructure, gateway.address(), data);
    manifests.services().forEach(installation::environmentOf);
    manifests.services().forEach(installation::mount);
    var launcher =
        new JarLauncher(
            files,
            installation,
            kubernetes::environmentOf,
            jvmOptions,
            children,
            data.directory("logs"));
    Serving serving =
        lifecycle.add(new Serving(manifests.services(), launcher, options.idle(), grace, clock));
    serving.start();
    Eventing eventing = startEventing(manifests, infrastructure, users, serving);
    kubernetes.onChange(eventing::schedule);
    progress.accept(
        "  Functions " + names(manifests.services()) + ", started on their first request");
    eventing.pings().forEach(this::reportNextTick);
    var rotation =
        new Rotation(
            manifests.services(),
            objects,
            infrastructure,
            users,
            () -> installation(objects, infrastructure, gateway.address(), data),
            serving);
    lifecycle.add(new CertificateCheck(infrastructure::renewCertificatesIfDue)).start();
    gateway.open(
        manifests.routes(),
        manifests.services(),
        serving,
        endpoints(gateway.address(), infrastructure, serving, eventing, rotation),
        metrics(infrastructure, serving, eventing));
    lifecycle.stopFirst(gateway);
    if (!data.isNew()) {
      eventing.tickAllNow();
    }
    return gateway.address();
  }

  /** Registers a shutdown hook that closes this platform. */
  public void closeWithThisProcess() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(this::close));
  }

  private DataDirectory lockData() {
    return DataDirectory.lock(options.data());
  }

  private Security security(DataDirectory data, Secrets secrets, Ports ports) {
    return options.plain() ? Security.plain(secrets) : Security.of(data, secrets, ports, clock);
  }

  private Eventing startEventing(
      Manifests manifests, Infrastructure infrastructure, KafkaUsers users, Serving serving) {
    TimerScheduler alarms = lifecycle.add(new TimerScheduler(clock));
    KafkaConnection kafka = infrastructure.kafka().clients();
    var logins =
        new KafkaLogins(
            kafka.adminProperties(), user -> kafka.properties(user, users.password(user)));
    var eventing = new Eventing(manifests, logins, serving, alarms);
    lifecycle.add(() -> eventing.stop(STOP_GRACE));
    try {
      eventing.start();
      return eventing;
    } catch (InterruptedException e) {
      throw new StartupException("interrupted while eventing started", e);
    }
  }

  private Installation installation(
      InstallationObjects objects, Infrastructure infrastructure, URI gateway, DataDirectory data) {
    return new Installation(
        objects.configMaps(settings(infrastructure, gateway)),
        objects.secretsOfFunctions(),
        data.directory("mounts"));
  }

  private Map<String, String> settings(Infrastructure infrastructure, URI gateway) {
    var settings = new HashMap<>(infrastructure.settings());
    settings.put("PUBLIC_URL", gateway.toString());
    settings.putAll(options.settings());
    return settings;
  }

  private void reportNextTick(PingStatus ping) {
    progress.accept("  Ping      %s, next at %s".formatted(ping.name(), ping.nextTick()));
  }

  private static String names(List<Service> services) {
    return services.stream().map(Service::name).collect(Collectors.joining(", "));
  }

  private static LocalEndpoints endpoints(
      URI gateway,
      Infrastructure infrastructure,
      Serving serving,
      Eventing eventing,
      Rotation rotation) {
    PostgresServer postgres = infrastructure.postgres();
    KafkaBroker kafka = infrastructure.kafka();
    return new LocalEndpoints(
        infrastructure.issuer(),
        () -> status(infrastructure, serving, eventing),
        Map.of(
            "postgres", new RestartablePart(postgres::stop, postgres::start),
            "kafka", new RestartablePart(kafka::stop, kafka::start)),
        Map.of(
            "mail", new CaptureEndpoint(infrastructure.mail()),
            "push", new CaptureEndpoint(infrastructure.push()),
            "flow", new FlowEndpoint(gateway, () -> infrastructure.issuer().token("root")),
            "requests", new RequestsEndpoint(() -> serving.requests().items()),
            "rotate", new RotationEndpoint(rotation::rotate),
            "pingsources", new PingEndpoint(() -> eventing.pings(), eventing::tickNow)));
  }

  private MetricsEndpoint metrics(
      Infrastructure infrastructure, Serving serving, Eventing eventing) {
    PostgresServer postgres = infrastructure.postgres();
    return new MetricsEndpoint(
        serving::status,
        () -> serving.requests().items(),
        eventing::counts,
        new DatabaseMetrics(
            postgres::jdbcUrlWithTls,
            postgres.owner(),
            postgres.access().ownerPassword(),
            clock.instant()));
  }

  private static PlatformStatus status(
      Infrastructure infrastructure, Serving serving, Eventing eventing) {
    PostgresServer postgres = infrastructure.postgres();
    KafkaBroker kafka = infrastructure.kafka();
    return new PlatformStatus(
        serving.status(),
        eventing.counts(),
        eventing.pings(),
        new PlatformStatus.Infrastructure(
            postgres.jdbcUrl(),
            kafka.bootstrapServers(),
            postgres.pid(),
            kafka.pid(),
            infrastructure.issuer().url(),
            infrastructure.mail().address(),
            infrastructure.push().address()));
  }

  /**
   * Stops everything in order: gateway, eventing, functions, issuer, Kafka, Postgres. No child
   * process is left running.
   */
  @Override
  public void close() {
    lifecycle.close();
  }
}
