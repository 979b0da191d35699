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

/** The verifier for who trusts neither the database nor who runs it. */
class VerifyMainIT {

  private final Sink sink = Sink.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @TempDir private Path directory;
  private Path export;
  private Path checkpoints;

  @BeforeEach
  void five_entries_and_what_was_signed_of_them() throws IOException {
    sink.entered(ada, 5);
    sink.tick();
    export = directory.resolve("export.jsonl");
    checkpoints = directory.resolve("checkpoints.jsonl");
    Files.writeString(
        checkpoints, sink.get("root", "/v1/audit/checkpoints", "application/jsonl").body());
    Files.writeString(export, exported());
  }

  @AfterEach
  void the_ledger_forgets_what_was_lost() {
    Sink.forgetWhatWasLost();
  }

  @Test
  void an_export_verifies_without_the_database() {
    assertThat(verified(ada))
        .isEqualTo("0 %s: 5 entries are as they were entered, held against 1 checkpoints\n", ada);
  }

  @Test
  void what_was_done_to_an_export_shows() throws IOException {
    var lines = exported();

    Files.writeString(export, lines.replaceFirst("\"actor\":\"[^\"]+\"", "\"actor\":\"mallory\""));
    assertThat(verified(ada)).startsWith("1 " + ada + ": entry 1 is not what");

    Files.writeString(export, lines.substring(0, lines.stripTrailing().lastIndexOf('\n') + 1));
    assertThat(verified(ada)).startsWith("1 " + ada + ": entry 5 is missing");

    Files.writeString(export, "");
    assertThat(verified(ada)).startsWith("1 " + ada + ": entry 1 is missing");

    Files.writeString(export, "nonsense");
    assertThat(verified(ada)).startsWith("2 ");
  }

  @ParameterizedTest
  @EnumSource
  void what_a_superuser_does_to_the_entries_shows(Tampering tampering) throws IOException {
    tampering.with(ada);

    Files.writeString(export, exported());

    assertThat(verified(ada))
        .startsWith("1 %s: entry %d %s".formatted(ada, tampering.firstBad(), tampering.reason()));
  }

  @Test
  void what_is_cut_off_with_all_that_was_signed_of_it_shows_by_checkpoints_from_before()
      throws IOException {
    Sink.POSTGRES.execute(
        """
        DELETE FROM audit.entries WHERE owner = '%1$s' AND number >= 4;
        DELETE FROM audit.checkpoints WHERE signed LIKE '%%%1$s%%'
        """
            .formatted(ada));
    Files.writeString(export, exported());
    // Whoever can cut the ledger as well is found by nothing else.
    Sink.forgetWhatWasLost();

    assertThat(sink.verified(ada).required("valid").asBoolean()).isTrue();
    assertThat(verified(ada)).startsWith("1 " + ada + ": entry 4 is missing");
  }

  @Test
  void of_whom_there_is_nothing_nothing_is_taken_for_verified() throws IOException {
    assertThat(verified("adda")).startsWith("2 there is no entry of adda\n");

    Files.writeString(export, "");
    Files.writeString(checkpoints, "");
    assertThat(verified(ada)).startsWith("2 there is no entry of " + ada);
  }

  private String exported() {
    return sink.get("root", "/v1/audit?owner=" + ada, "application/jsonl").body();
  }

  /** What it exits with, and says. */
  private String verified(String owner) {
    var out = new ByteArrayOutputStream();
    var key = sink.json(ada, "/v1/audit/keys").at("/items/0/publicKey").asString();
    var code =
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
