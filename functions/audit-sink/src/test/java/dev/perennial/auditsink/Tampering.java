package dev.perennial.auditsink;

/**
 * A change by a superuser to a chain of five entries, and the expected result of its verification.
 */
enum Tampering {
  CHANGE_WHO_DID_IT(
      3,
      Tampering.CHANGED,
      "UPDATE audit.entries SET actor = 'mallory' WHERE owner = '%1$s' AND number = 3"),
  CHANGE_WHEN_IT_HAPPENED(
      2,
      Tampering.CHANGED,
      "UPDATE audit.entries SET time = time - interval '1 hour' WHERE owner = '%1$s' AND number ="
          + " 2"),
  CHANGE_THE_PAYLOAD(
      4,
      Tampering.CHANGED,
      "UPDATE audit.entries SET payload = '\\x00' WHERE owner = '%1$s' AND number = 4"),
  CHANGE_WHO_MAY_READ_IT(
      1,
      Tampering.CHANGED,
      """
      UPDATE audit.entries SET readers = array_append(readers, 'mallory') WHERE owner = '%1$s' AND number = 1
      """),
  CHANGE_THE_HASH(
      5,
      Tampering.CHANGED,
      "UPDATE audit.entries SET hash = sha256('x') WHERE owner = '%1$s' AND number = 5"),
  DELETE_ONE(3, Tampering.MISSING, "DELETE FROM audit.entries WHERE owner = '%1$s' AND number = 3"),
  DELETE_THE_FIRST(
      1, Tampering.MISSING, "DELETE FROM audit.entries WHERE owner = '%1$s' AND number = 1"),
  CUT_OFF_THE_BEGINNING(
      1, Tampering.MISSING, "DELETE FROM audit.entries WHERE owner = '%1$s' AND number <= 2"),
  CUT_OFF_THE_END(
      4, Tampering.MISSING, "DELETE FROM audit.entries WHERE owner = '%1$s' AND number >= 4"),
  DELETE_ALL(1, Tampering.MISSING, "DELETE FROM audit.entries WHERE owner = '%1$s'"),
  MOVE_TWO_TO_THE_END(
      2,
      Tampering.MISSING,
      "UPDATE audit.entries SET number = 100 - number WHERE owner = '%1$s' AND number IN (2, 3)"),
  LET_TWO_CHANGE_PLACES(
      2,
      Tampering.CHANGED,
      """
      UPDATE audit.entries SET number = 105 - number WHERE owner = '%1$s' AND number IN (2, 3);
      UPDATE audit.entries SET number = number - 100 WHERE owner = '%1$s' AND number > 100
      """),
  PUT_ONE_IN_BETWEEN(
      3,
      Tampering.CHANGED,
      """
      UPDATE audit.entries SET number = number + 100 WHERE owner = '%1$s' AND number >= 3;
      UPDATE audit.entries SET number = number - 99 WHERE owner = '%1$s' AND number > 100;
      INSERT INTO audit.entries
      SELECT owner, 3, concat('forged ', owner), source, type, subject, time, actor, list_id, task_ids, readers,
        received_at, key_id, payload, hash, sha256('forged')
      FROM audit.entries WHERE owner = '%1$s' AND number = 2
      """),
  ADD_ONE(
      6,
      Tampering.CHANGED,
      """
      INSERT INTO audit.entries
      SELECT owner, 6, concat('forged ', owner), source, type, subject, time, actor, list_id, task_ids, readers,
        received_at, key_id, payload, hash, sha256('forged')
      FROM audit.entries WHERE owner = '%1$s' AND number = 5
      """);

  private static final String CHANGED = "does not match its hash";
  private static final String MISSING = "is missing";

  private final long firstBad;
  private final String reason;
  private final String statements;

  Tampering(long firstBad, String reason, String statements) {
    this.firstBad = firstBad;
    this.reason = reason;
    this.statements = statements;
  }

  /** Applies the change to this owner's chain. */
  void with(String owner) {
    Sink.POSTGRES.execute(statements.formatted(owner));
  }

  long firstBad() {
    return firstBad;
  }

  /** The beginning of the expected reason. */
  String reason() {
    return reason;
  }
}
