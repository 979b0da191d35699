package dev.perennial.taskapi;

import dev.perennial.runtime.testkit.TestPostgres;

/** Makes the transactions of a user fail at the outbox, until closed. */
record Fault(String trigger) implements AutoCloseable {

  static Fault ofTheOutbox(String user) {
    return of(user, "true");
  }

  /**
   * @param condition on the inserted event {@code NEW}
   */
  static Fault of(String user, String condition) {
    var trigger = "fault_" + Integer.toUnsignedString(user.hashCode());
    TestPostgres.shared()
        .execute(
            """
            CREATE OR REPLACE FUNCTION public.fault() RETURNS trigger LANGUAGE plpgsql
              AS $$ BEGIN RAISE EXCEPTION 'a fault for a test'; END $$;
            CREATE TRIGGER %s BEFORE INSERT ON runtime.outbox FOR EACH ROW
              WHEN (NEW.attributes ->> 'actor' = '%s' AND %s) EXECUTE FUNCTION public.fault()
            """
                .formatted(trigger, user, condition));
    return new Fault(trigger);
  }

  @Override
  public void close() {
    TestPostgres.shared().execute("DROP TRIGGER " + trigger + " ON runtime.outbox");
  }
}
