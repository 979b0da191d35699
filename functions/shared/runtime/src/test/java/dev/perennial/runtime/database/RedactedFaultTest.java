package dev.perennial.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class RedactedFaultTest {

  private static final String WRITTEN =
      "Batch entry 0 INSERT INTO t VALUES ('a secret') was aborted";

  @Test
  void tellsWhatFailedWhereButNotWhatPeopleWrote() {
    var fault =
        new IllegalStateException(
            "Error executing INSERT: " + WRITTEN,
            new BatchUpdateException(WRITTEN, "22P05", new int[0]));

    var logged = new StringWriter();
    RedactedFault.of(fault).printStackTrace(new PrintWriter(logged, true));

    assertThat(logged.toString())
        .doesNotContain("a secret")
        .contains("IllegalStateException", "BatchUpdateException, SQLSTATE 22P05")
        .contains("RedactedFaultTest.tellsWhatFailedWhere");
    assertThat(RedactedFault.reason(fault)).isEqualTo("BatchUpdateException, SQLSTATE 22P05");
  }

  @Test
  void leavesEveryOtherFaultAsItIs() {
    var fault = new IllegalStateException("the mapper is broken");

    assertThat(RedactedFault.of(fault)).isSameAs(fault);
    assertThat(RedactedFault.of(new SQLException("x"))).isNotInstanceOf(SQLException.class);
  }
}
