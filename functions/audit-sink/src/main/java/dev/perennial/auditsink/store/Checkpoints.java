package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.CanonicalJson;
import dev.perennial.auditsink.chain.SigningKey;
import dev.perennial.events.ChainHead;
import dev.perennial.events.Checkpoint;
import dev.perennial.events.CheckpointEvent;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.UuidV7;
import dev.perennial.runtime.Sha256;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Signs what the chains are, for all to see, and lets go of what is too old. */
public final class Checkpoints {

  private static final int HEADS_ON_A_PAGE = 1000;
  private static final int PAGES_AT_ONCE = 50;
  private static final String SELF = "audit-sink";

  private final Database database;
  private final HeadRows heads;
  private final CheckpointRows checkpoints;
  private final SigningKey key;
  private final Outbox outbox;

  public Checkpoints(Database database, SigningKey key, Outbox outbox) {
    this.database = database;
    this.heads = database.repository(HeadRows.class);
    this.checkpoints = database.repository(CheckpointRows.class);
    this.key = key;
    this.outbox = outbox;
  }

  /** Signs the heads of all chains, unless they are those that were signed last. */
  public void sign(Instant now) {
    database.inTransaction(
        () -> {
          checkpoints.lock();
          var all = heads.heads().stream().map(HeadRow::head).toList();
          var digest = digest(all);
          var last = checkpoints.newest().map(CheckpointRow::digest);
          if (!all.isEmpty() && !last.filter(same -> Arrays.equals(same, digest)).isPresent()) {
            publish(UuidV7.at(now), Checkpoint.Kind.HEADS, now, all, digest);
          }
          return null;
        });
  }

  /** Makes partitions ahead of time, so that each month finds its own. */
  public void makePartitions(Instant now) {
    database.inTransaction(() -> heads.makePartitions(now));
  }

  /**
   * Drops the entries that were received in the months before this moment's. Where each chain goes
   * on is signed first, so that what remains verifies.
   *
   * @return how many months were dropped
   */
  public int dropBefore(Instant oldest, Instant now) {
    return database.inTransaction(
        () -> {
          checkpoints.lock();
          var last = heads.lastBefore(oldest);
          if (!last.isEmpty()) {
            var id = UuidV7.at(now);
            var dropped = last.stream().map(HeadRow::head).toList();
            publish(id, Checkpoint.Kind.DROPPED, now, dropped, digest(dropped));
            heads.anchor(last.stream().map(row -> row.vouchedForBy(id)).toList());
          }
          return heads.dropBefore(oldest);
        });
  }

  /** Where this owner's chain goes on after what was dropped. */
  public Optional<ChainHead> anchorOf(String owner) {
    return database.inTransaction(() -> heads.anchorOf(owner)).map(HeadRow::head);
  }

  /** Every page of every checkpoint, oldest first. */
  public void all(Consumer<CheckpointEvent> each) {
    pages((last) -> checkpoints.after(last.madeAt(), last.id(), last.page(), PAGES_AT_ONCE), each);
  }

  /** The pages that may have this owner's head, oldest first. */
  public void of(String owner, Consumer<CheckpointEvent> each) {
    pages(
        last -> checkpoints.of(owner, last.madeAt(), last.id(), last.page(), PAGES_AT_ONCE), each);
  }

  private record Place(Instant madeAt, UUID id, int page) {}

  @FunctionalInterface
  private interface Pages {
    List<CheckpointRow> after(Place last);
  }

  private void pages(Pages pages, Consumer<CheckpointEvent> each) {
    var last = new Place(TrailQuery.EVER, new UUID(0, 0), 0);
    while (true) {
      var from = last;
      var page = database.inTransaction(() -> pages.after(from));
      if (page.isEmpty()) {
        return;
      }
      page.forEach(row -> each.accept(row.event()));
      last = new Place(page.getLast().madeAt(), page.getLast().id(), page.getLast().page());
    }
  }

  private void publish(
      UUID id, Checkpoint.Kind kind, Instant now, List<ChainHead> all, byte[] digest) {
    var of = (all.size() + HEADS_ON_A_PAGE - 1) / HEADS_ON_A_PAGE;
    var signed = new ArrayList<CheckpointEvent>();
    for (var page = 1; page <= of; page++) {
      var from = (page - 1) * HEADS_ON_A_PAGE;
      var some = all.subList(from, Math.min(from + HEADS_ON_A_PAGE, all.size()));
      signed.add(key.sign(new Checkpoint(id, kind, now, page, of, some)));
    }
    checkpoints.saveAll(signed.stream().map(event -> CheckpointRow.of(event, digest)).toList());
    outbox.addAll(signed.stream().map(Checkpoints::entry).toList());
  }

  private static Outbox.Entry entry(CheckpointEvent event) {
    var id = event.checkpoint().id().toString();
    return new Outbox.Entry(EventType.AUDIT_CHECKPOINT, id, id, SELF, SELF, event);
  }

  private static byte[] digest(List<ChainHead> heads) {
    return Sha256.of(CanonicalJson.of(EventJson.MAPPER.valueToTree(heads)));
  }
}
