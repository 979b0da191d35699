package dev.perennial.auditsink.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.auditsink.chain.BadEntry;
import dev.perennial.auditsink.chain.ChainCheck;
import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.Link;
import dev.perennial.auditsink.chain.PublishedKey;
import dev.perennial.auditsink.chain.SignedHeads;
import dev.perennial.auditsink.chain.VerificationKeys;
import dev.perennial.events.CheckpointEvent;
import dev.perennial.events.EventJson;
import dev.perennial.events.WrongPayload;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an export offline, without trust in the database or its operator. Its input is JSON
 * lines of whole chains from {@code GET /v1/audit}, the checkpoints from the topic or from {@code
 * GET /v1/audit/checkpoints}, and the public keys as they were recorded earlier. Files are read
 * line by line; about 400 bytes an entry stay in memory, however long the entries are.
 */
public final class VerifyMain {

  private static final String USAGE =
      "usage: VerifyMain --export FILE --checkpoints FILE --public-key BASE64[,BASE64...]"
          + " [--owner USER]";
  private static final int VALID = 0;
  private static final int FLAWED = 1;
  private static final int WRONG_USE = 2;

  private final VerificationKeys keys;
  private final Predicate<String> isWanted;
  private final SortedMap<String, Chain> chains = new TreeMap<>();

  private VerifyMain(VerificationKeys keys, @Nullable String owner) {
    this.keys = keys;
    this.isWanted = owner == null ? _ -> true : owner::equals;
  }

  public static void main(String[] args) {
    try (var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8)) {
      Runtime.getRuntime().exit(run(args, out));
    }
  }

  /**
   * As {@link #main}, without exiting.
   *
   * @return 0 if all chains are unchanged, 1 if one is not, 2 if that cannot be decided
   */
  public static int run(String[] args, PrintStream out) {
    try {
      Map<String, String> options = options(args);
      String owner = options.get("--owner");
      var verifier = new VerifyMain(publicKeys(required(options, "--public-key")), owner);
      eachLine(required(options, "--export"), verifier::addEntry);
      eachLine(required(options, "--checkpoints"), verifier::addCheckpoint);
      // An empty input is not a valid chain.
      if (verifier.chains.isEmpty()) {
        throw new IllegalArgumentException("no entries" + (owner == null ? "" : " of " + owner));
      }
      return verifier.verify(out);
    } catch (IllegalArgumentException | IOException wrong) {
      out.println(wrong.getMessage());
      out.println(USAGE);
      return WRONG_USE;
    }
  }

  /** What was read of one owner, who has entries or should have some. */
  private record Chain(List<Link> entries, SignedHeads signed) {

    /** What the entries and the checkpoints prove together. */
    ChainCheck check() {
      ChainCheck check = signed.check(signed.start(), Long.MAX_VALUE);
      entries.sort(Comparator.comparingLong(Link::number));
      for (Link entry : entries) {
        if (entry.number() > signed.droppedUpTo() && !check.next(entry)) {
          break;
        }
      }
      return check;
    }
  }

  private void addEntry(byte[] line) {
    Link entry = Entry.read(line).link(null);
    if (isWanted.test(entry.head().owner())) {
      chain(entry.head().owner()).entries().add(entry);
    }
  }

  private void addCheckpoint(byte[] line) {
    CheckpointEvent event = EventJson.read(line, CheckpointEvent.class);
    boolean isSigned = keys.signed(event);
    event.checkpoint().heads().stream()
        .filter(head -> isWanted.test(head.owner()))
        .forEach(
            head -> chain(head.owner()).signed().add(event.checkpoint().kind(), head, isSigned));
  }

  private Chain chain(String owner) {
    return chains.computeIfAbsent(
        owner, of -> new Chain(new ArrayList<>(), new SignedHeads(of, keys)));
  }

  private int verify(PrintStream out) {
    int result = VALID;
    for (Map.Entry<String, Chain> owned : chains.entrySet()) {
      SignedHeads signed = owned.getValue().signed();
      ChainCheck check = owned.getValue().check();
      Optional<BadEntry> firstBad = signed.firstBad(check, Long.MAX_VALUE);
      if (firstBad.isPresent()) {
        result = FLAWED;
        out.printf(
            "%s: entry %d %s%n", owned.getKey(), firstBad.get().number(), firstBad.get().reason());
      } else {
        out.printf(
            "%s: %d entries are unchanged, compared with %d checkpoints%n",
            owned.getKey(), check.entries(), signed.count());
      }
    }
    return result;
  }

  private static void eachLine(String file, Consumer<byte[]> action) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(Path.of(file))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        try {
          if (!line.isBlank()) {
            action.accept(line.getBytes(UTF_8));
          }
        } catch (WrongPayload wrong) {
          throw new IllegalArgumentException(
              "%s, line %d: %s".formatted(file, number, wrong.getMessage()), wrong);
        }
      }
    }
  }

  private static VerificationKeys publicKeys(String commaSeparated) {
    return new VerificationKeys(
        Arrays.stream(commaSeparated.split(",")).map(PublishedKey::of).toList());
  }

  private static Map<String, String> options(String[] args) {
    var options = new HashMap<String, String>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    return options;
  }

  private static String required(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
