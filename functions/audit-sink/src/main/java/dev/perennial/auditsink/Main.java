package dev.perennial.auditsink;

import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Issuer;
import dev.perennial.api.problem.ProblemConfiguration;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.auditsink.access.ReadAdmission;
import dev.perennial.auditsink.access.ReaderResolver;
import dev.perennial.auditsink.chain.SealingKey;
import dev.perennial.auditsink.chain.SigningKey;
import dev.perennial.auditsink.store.Checkpoints;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.auditsink.trail.AuditEndpoints;
import dev.perennial.auditsink.trail.HistoryEndpoints;
import dev.perennial.auditsink.verify.VerifyEndpoints;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.web.EventConfiguration;
import dev.perennial.runtime.web.FunctionServer;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** The function's wiring. */
@Configuration(proxyBeanMethods = false)
@Import({EventConfiguration.class, ProblemConfiguration.class})
public class Main {

  private static final int KEEP_DAYS = 90;

  public static void main(String[] args) {
    FunctionServer.run("audit-sink", Main.class);
  }

  @Bean
  SigningKey signingKey(Settings settings) {
    return SigningKey.of(settings.required("AUDIT_SIGNING_KEY"));
  }

  @Bean
  Trail trail(Database database, Settings settings, InstantSource clock) {
    return new Trail(database, SealingKey.of(settings.required("AUDIT_KEY")), clock);
  }

  @Bean
  Checkpoints checkpoints(Database database, SigningKey key, Outbox outbox) {
    return new Checkpoints(database, key, outbox);
  }

  @Bean
  EventHandler handler(
      Trail trail, Checkpoints checkpoints, Settings settings, InstantSource clock) {
    var kept = Duration.ofDays(settings.wholeNumber("AUDIT_KEEP_DAYS", KEEP_DAYS));
    return new AuditSink(
        trail, new HourlyMaintenance(trail, checkpoints, kept, clock, HourlyMaintenance::log));
  }

  @Bean
  RouterFunction<ServerResponse> routes(
      Trail trail,
      Checkpoints checkpoints,
      SigningKey key,
      Settings settings,
      InstantSource clock) {
    var tokens = new BearerTokens(Issuer.from(settings), clock);
    var readers = new ReaderResolver(tokens);
    var admission = new ReadAdmission();
    return new Routes(tokens, RateLimit.from(settings, clock))
        .of(
            new AuditEndpoints(trail, readers, admission),
            new HistoryEndpoints(trail, readers, admission),
            new VerifyEndpoints(trail, checkpoints, key.published(), readers, admission));
  }
}
