package dev.perennial.auditsink;

import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Issuer;
import dev.perennial.api.identity.ReaderResolver;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.auditsink.access.ReadAdmission;
import dev.perennial.auditsink.store.Checkpoints;
import dev.perennial.auditsink.store.KeyRotation;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.auditsink.trail.AuditEndpoints;
import dev.perennial.auditsink.trail.HistoryEndpoints;
import dev.perennial.auditsink.verify.VerifyEndpoints;
import dev.perennial.runtime.ledger.RecordedErasures;
import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import java.time.Duration;

/** The function's wiring. */
public final class Main {

  private static final int KEEP_DAYS = 90;

  private Main() {}

  public static void main(String[] args) {
    FunctionServer.run("audit-sink", Main::wire);
  }

  static void wire(FunctionParts parts) {
    var settings = parts.settings();
    var clock = parts.clock();
    var key = AuditKeys.signingKey(settings);
    var payloadKeys = AuditKeys.payloadKeys(settings);
    var trail = new Trail(parts.database(), payloadKeys, clock);
    var rotation = new KeyRotation(parts.database(), payloadKeys);
    var checkpoints = new Checkpoints(parts.database(), key, parts.outbox());
    var kept = Duration.ofDays(settings.wholeNumber("AUDIT_KEEP_DAYS", KEEP_DAYS));
    parts.handleEvents(
        new AuditSink(
            trail,
            new RecordedErasures(parts.database()),
            new TrailMaintenance(
                trail, checkpoints, rotation, kept, clock, TrailMaintenance::log)));

    var tokens = new BearerTokens(Issuer.from(settings), clock);
    var readers = new ReaderResolver(tokens);
    var admission = new ReadAdmission();
    parts.handleRequests(
        new Routes(tokens, RateLimit.from(settings, clock))
            .of(
                new AuditEndpoints(trail, readers, admission),
                new HistoryEndpoints(trail, readers, admission),
                new VerifyEndpoints(
                    trail,
                    checkpoints,
                    AuditKeys.verificationKeys(settings, key),
                    readers,
                    admission)));
  }
}
