package dev.perennial.auditsink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.auditsink.verify.VerifyMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The offline verifier. */
class VerifyMainIT {

  private final Sink sink = Sink.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @TempDir private Path directory;
  private Path export;
  private Path checkpoints;

  @BeforeEach
  void store_five_entries_and_sign_them() throws IOException {
    sink.store(ada, 5);
    sink.tick();
    export = directory.resolve("export.jsonl");
    checkpoints = directory.resolve("checkpoints.jsonl");
    Files.writeString(
        checkpoints, sink.get("root", "/v1/audit/checkpoints", "application/jsonl").body());
    Files.writeString(export, exported());
  }

  @AfterEach
  void delete_ledger_rows_without_entry() {
    Sink.deleteUnmatchedLedgerRows();
  }

  @Test
  void an_export_verifies_without_the_database() {
    assertThat(verified(ada))
        .isEqualTo("0 %s: 5 entries are unchanged, compared with 1 checkpoints\n", ada);
  }

  @Test
  void a_changed_export_is_detected() throws IOException {
    String lines = exported();

    Files.writeString(export, lines.replaceFirst("\"actor\":\"[^\"]+\"", "\"actor\":\"mallory\""));
    assertThat(verified(ada)).startsWith("1 " + ada + ": entry 1 does not match");

    Files.writeString(export, lines.substring(0, lines.stripTrailing().lastIndexOf('\n') + 1));
    assertThat(verified(ada)).startsWith("1 " + ada + ": entry 5 is missing");

    Files.writeString(export, "");
    assertThat(verified(ada)).startsWith("1 " + ada + ": entry 1 is missing");

    Files.writeString(export, "nonsense");
    assertThat(verified(ada)).startsWith("2 ");
  }

  @ParameterizedTest
  @EnumSource
  void a_change_by_a_superuser_is_detected_in_the_export(Tampering tampering) throws IOException {
    tampering.with(ada);

    Files.writeString(export, exported());

    assertThat(verified(ada))
        .startsWith("1 %s: entry %d %s".formatted(ada, tampering.firstBad(), tampering.reason()));
  }

  @Test
  void a_truncation_with_its_checkpoints_is_detected_by_older_checkpoints() throws IOException {
    Sink.POSTGRES.execute(
        """
        DELETE FROM audit.entries WHERE owner = '%1$s' AND number >= 4;
        DELETE FROM audit.checkpoints WHERE signed LIKE '%%%1$s%%'
        """
            .formatted(ada));
    Files.writeString(export, exported());
    // Without the ledger rows only the older checkpoints show the truncation.
    Sink.deleteUnmatchedLedgerRows();

    assertThat(sink.verified(ada).required("valid").asBoolean()).isTrue();
    assertThat(verified(ada)).startsWith("1 " + ada + ": entry 4 is missing");
  }

  @Test
  void an_owner_without_entries_is_not_reported_as_valid() throws IOException {
    assertThat(verified("adda")).startsWith("2 no entries of adda\n");

    Files.writeString(export, "");
    Files.writeString(checkpoints, "");
    assertThat(verified(ada)).startsWith("2 no entries of " + ada);
  }

  private String exported() {
    return sink.get("root", "/v1/audit?owner=" + ada, "application/jsonl").body();
  }

  /** The exit code and the output. */
  private String verified(String owner) {
    var out = new ByteArrayOutputStream();
    String key = sink.json(ada, "/v1/audit/keys").at("/items/0/publicKey").asString();
    int code =
        VerifyMain.run(
            new String[] {
              "--export",
              export.toString(),
              "--checkpoints",
              checkpoints.toString(),
              "--public-key",
              key,
              "--owner",
              owner
            },
            new PrintStream(out, true, UTF_8));
    return code + " " + out.toString(UTF_8);
  }
}
