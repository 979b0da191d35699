package dev.perennial.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFaultTest {

  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01", "57P03", "53300"})
  void an_unavailable_database_is_unreachable_and_transient(String state) {
    assertThat(DatabaseFault.isUnreachable(caused(state))).isTrue();
    assertThat(DatabaseFault.isTransient(caused(state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "53200", "55P03", "57014"})
  void a_busy_database_is_reachable_and_transient(String state) {
    assertThat(DatabaseFault.isUnreachable(caused(state))).isFalse();
    assertThat(DatabaseFault.isTransient(caused(state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "42P01", "22021", "42501"})
  void an_invalid_statement_is_not_transient(String state) {
    assertThat(DatabaseFault.isTransient(caused(state))).isFalse();
  }

  @Test
  void no_connection_in_time_is_unreachable_and_no_fault_of_the_values() {
    var fault = new IllegalStateException(new SQLTransientConnectionException());

    assertThat(DatabaseFault.isUnreachable(fault)).isTrue();
    assertThat(DatabaseFault.isTransient(fault)).isTrue();
    assertThat(DatabaseFault.isInvalidData(fault)).isFalse();
    assertThat(DatabaseFault.isDuplicateKey(fault)).isFalse();
  }

  private static Exception caused(String state) {
    return new IllegalStateException(new SQLException("for the test", state));
  }
}
