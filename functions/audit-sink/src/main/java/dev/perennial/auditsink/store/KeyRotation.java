package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.PayloadKeyMissing;
import dev.perennial.auditsink.chain.PayloadKeys;
import dev.perennial.auditsink.chain.SealingKey;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts the keys of people with the current payload key that a former one encrypted. Afterwards
 * the former one is not needed any more. What the keys of people encrypt does not change.
 */
public final class KeyRotation {

  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

  private static final int AT_ONCE = 500;
  private static final int MAX_PARTS = 100;

  private final Database database;
  private final KeyRows keys;
  private final PayloadKeys payloadKeys;

  public KeyRotation(Database database, PayloadKeys payloadKeys) {
    this.database = database;
    this.keys = database.repository(KeyRows.class);
    this.payloadKeys = payloadKeys;
  }

  /**
   * Encrypts at most 50,000 keys again, in the open transaction or one of its own. Skips those that
   * no configured key decrypts.
   */
  public void run() {
    database.inTransaction(this::resealAll);
  }

  private void resealAll() {
    SealingKey current = payloadKeys.current();
    int resealed = 0;
    int missing = 0;
    String after = "";
    for (int part = 0; part < MAX_PARTS; part++) {
      List<KeyRow> rows = keys.notSealedBy(current.id(), after, AT_ONCE);
      List<Map<String, Object>> opened = resealed(rows);
      missing += rows.size() - opened.size();
      if (!opened.isEmpty()) {
        resealed += keys.reseal(EventJson.MAPPER.writeValueAsString(opened), current.id());
      }
      if (rows.size() < AT_ONCE) {
        break;
      }
      after = rows.getLast().owner();
    }
    if (missing > 0) {
      LOG.error(
          "{} keys of people were encrypted by a payload key that is not configured. Their events"
              + " are not accepted until AUDIT_OTHER_KEYS has it",
          missing);
    }
    if (resealed > 0) {
      LOG.info("Encrypted {} keys of people with the current payload key", resealed);
    }
  }

  private List<Map<String, Object>> resealed(List<KeyRow> rows) {
    List<Map<String, Object>> resealed = new ArrayList<>();
    for (KeyRow row : rows) {
      try {
        byte[] sealed = row.key(payloadKeys).sealedBy(payloadKeys.current(), row.owner());
        resealed.add(
            Map.of(
                "owner", row.owner(), "id", row.id(), "sealed", HexFormat.of().formatHex(sealed)));
      } catch (PayloadKeyMissing missing) {
        LOG.debug("Not encrypted again", missing);
      }
    }
    return resealed;
  }
}
