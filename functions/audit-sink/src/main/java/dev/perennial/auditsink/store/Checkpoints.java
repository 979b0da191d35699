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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signs the heads of all chains and publishes them as checkpoints, and drops old entries. */
public final class Checkpoints {

  /** Few enough that the event of a page is below 512 KiB, however long the ids of users are. */
  private static final int HEADS_ON_A_PAGE = 250;

  private static final int READ_AT_ONCE = 50;
  private static final int READ_BYTES = 512 * 1024;
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

  /**
   * Signs and publishes the heads of all chains, unless they are the same as in the last
   * checkpoint.
   */
  public void sign(Instant now) {
    database.inTransaction(
        () -> {
          checkpoints.lock();
          List<ChainHead> all = heads.heads().stream().map(HeadRow::head).toList();
          byte[] digest = digest(all);
          Optional<byte[]> last = checkpoints.newest().map(CheckpointRow::digest);
          if (!all.isEmpty() && !last.filter(same -> Arrays.equals(same, digest)).isPresent()) {
            publish(UuidV7.at(now), Checkpoint.Kind.HEADS, now, all, digest);
          }
          return null;
        });
  }

  /** Creates the partitions of this month and the next two. */
  public void makePartitions(Instant now) {
    database.inTransaction(() -> heads.makePartitions(now));
  }

  /**
   * Drops the entries of the months before the month of this moment. First signs the last dropped
   * entry of each chain, so that the rest still verifies.
   *
   * @return how many months were dropped
   */
  public int dropBefore(Instant oldest, Instant now) {
    return database.inTransaction(
        () -> {
          checkpoints.lock();
          List<HeadRow> last = heads.lastBefore(oldest);
          if (!last.isEmpty()) {
            UUID id = UuidV7.at(now);
            List<ChainHead> dropped = last.stream().map(HeadRow::head).toList();
            publish(id, Checkpoint.Kind.DROPPED, now, dropped, digest(dropped));
            heads.anchor(last.stream().map(row -> row.withCheckpoint(id)).toList());
          }
          return heads.dropBefore(oldest);
        });
  }

  /** The head after which the owner's chain continues, if entries were dropped. */
  public Optional<ChainHead> anchorOf(String owner) {
    return database.inTransaction(() -> heads.anchorOf(owner)).map(HeadRow::head);
  }

  /**
   * The signed pages after this one, oldest first, at most 512 KiB of them or a single larger page.
   * Empty at the end.
   *
   * @param last the last page that was read; null for the first pages
   */
  public List<SignedPage> after(@Nullable SignedPage last) {
    SignedPage place = last == null ? SignedPage.BEFORE_FIRST : last;
    return read(
        () ->
            checkpoints.after(place.madeAt(), place.id(), place.page(), READ_AT_ONCE, READ_BYTES));
  }

  /** As {@link #after(SignedPage)}, only pages that can have a head of this owner. */
  public List<SignedPage> of(String owner, @Nullable SignedPage last) {
    SignedPage place = last == null ? SignedPage.BEFORE_FIRST : last;
    return read(
        () ->
            checkpoints.of(
                owner, place.madeAt(), place.id(), place.page(), READ_AT_ONCE, READ_BYTES));
  }

  private List<SignedPage> read(Supplier<List<CheckpointRow>> rows) {
    return database.inTransaction(rows).stream().map(CheckpointRow::signedPage).toList();
  }

  private void publish(
      UUID id, Checkpoint.Kind kind, Instant now, List<ChainHead> all, byte[] digest) {
    int of = (all.size() + HEADS_ON_A_PAGE - 1) / HEADS_ON_A_PAGE;
    var signed = new ArrayList<CheckpointEvent>();
    for (int page = 1; page <= of; page++) {
      int from = (page - 1) * HEADS_ON_A_PAGE;
      List<ChainHead> some = all.subList(from, Math.min(from + HEADS_ON_A_PAGE, all.size()));
      signed.add(key.sign(new Checkpoint(id, kind, now, page, of, some)));
    }
    checkpoints.saveAll(signed.stream().map(event -> CheckpointRow.of(event, digest)).toList());
    outbox.addAll(signed.stream().map(Checkpoints::entry).toList());
  }

  private static Outbox.Entry entry(CheckpointEvent event) {
    String id = event.checkpoint().id().toString();
    return new Outbox.Entry(EventType.AUDIT_CHECKPOINT, id, id, SELF, SELF, event);
  }

  private static byte[] digest(List<ChainHead> heads) {
    return Sha256.of(CanonicalJson.of(EventJson.MAPPER.valueToTree(heads)));
  }
}
