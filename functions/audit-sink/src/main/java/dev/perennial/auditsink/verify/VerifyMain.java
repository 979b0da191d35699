package dev.perennial.auditsink.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.PublishedKey;
import dev.perennial.auditsink.chain.SignedHeads;
import dev.perennial.events.CheckpointEvent;
import dev.perennial.events.EventJson;
import dev.perennial.events.WrongPayload;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an export by itself, for whoever trusts neither the database nor who runs it: JSON lines
 * of whole chains from {@code GET /v1/audit}, the checkpoints from the topic or {@code GET
 * /v1/audit/checkpoints}, and the public key as it was once noted down.
 */
public final class VerifyMain {

  private static final String USAGE =
      "usage: VerifyMain --export FILE --checkpoints FILE --public-key BASE64 [--owner USER]";
  private static final int VALID = 0;
  private static final int FLAWED = 1;
  private static final int WRONG_USE = 2;

  private VerifyMain() {}

  public static void main(String[] args) {
    try (var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8)) {
      Runtime.getRuntime().exit(run(args, out));
    }
  }

  /**
   * @return 0 if all chains are as they were entered, 1 if one is not, 2 if it cannot be told
   */
  public static int run(String[] args, PrintStream out) {
    try {
      var given = options(args);
      var key = PublishedKey.of(required(given, "--public-key"));
      var entries = lines(required(given, "--export"), Entry::read);
      var checkpoints =
          lines(
              required(given, "--checkpoints"),
              line -> EventJson.read(line, CheckpointEvent.class));
      var chains = wanted(chains(entries, checkpoints), given.get("--owner"));
      return verify(chains, checkpoints, key, out);
    } catch (IllegalArgumentException | IOException wrong) {
      out.println(wrong.getMessage());
      out.println(USAGE);
      return WRONG_USE;
    }
  }

  private static int verify(
      Map<String, List<Entry>> chains,
      List<CheckpointEvent> checkpoints,
      PublishedKey key,
      PrintStream out) {
    var result = VALID;
    for (var chain : chains.entrySet()) {
      var signed = new SignedHeads(chain.getKey(), key);
      checkpoints.forEach(signed::take);
      var check = signed.check(signed.start(), Long.MAX_VALUE);
      for (var entry : chain.getValue()) {
        if (entry.number() > signed.droppedUpTo() && !check.next(entry, null)) {
          break;
        }
      }
      var flaw = signed.firstBad(check, Long.MAX_VALUE);
      if (flaw.isPresent()) {
        result = FLAWED;
        out.printf("%s: entry %d %s%n", chain.getKey(), flaw.get().number(), flaw.get().reason());
      } else {
        out.printf(
            "%s: %d entries are as they were entered, held against %d checkpoints%n",
            chain.getKey(), check.entries(), signed.count());
      }
    }
    return result;
  }

  /** Of everybody who has entries or should have some, in the order of their numbers. */
  private static Map<String, List<Entry>> chains(
      List<Entry> entries, List<CheckpointEvent> checkpoints) {
    var owners = new TreeSet<String>();
    entries.forEach(entry -> owners.add(entry.facts().owner()));
    checkpoints.forEach(
        event -> event.checkpoint().heads().forEach(head -> owners.add(head.owner())));
    var chains = new TreeMap<String, List<Entry>>();
    owners.forEach(owner -> chains.put(owner, new ArrayList<>()));
    entries.stream()
        .sorted(Comparator.comparingLong(Entry::number))
        .forEach(entry -> chains.get(entry.facts().owner()).add(entry));
    return chains;
  }

  /** Those of this owner, if one is named; nothing at all is not taken for nothing bad. */
  private static Map<String, List<Entry>> wanted(
      Map<String, List<Entry>> chains, @Nullable String owner) {
    if (owner != null) {
      chains.keySet().retainAll(List.of(owner));
    }
    if (chains.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no entry" + (owner == null ? "" : " of " + owner));
    }
    return chains;
  }

  private static <T> List<T> lines(String file, Function<byte[], T> read) throws IOException {
    var things = new ArrayList<T>();
    var number = 0;
    for (var line : Files.readAllLines(Path.of(file))) {
      number++;
      try {
        if (!line.isBlank()) {
          things.add(read.apply(line.getBytes(UTF_8)));
        }
      } catch (WrongPayload wrong) {
        throw new IllegalArgumentException(
            "%s, line %d: %s".formatted(file, number, wrong.getMessage()), wrong);
      }
    }
    return things;
  }

  private static Map<String, String> options(String[] args) {
    var options = new HashMap<String, String>();
    for (var i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    return options;
  }

  private static String required(Map<String, String> options, String name) {
    var value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
