package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A page of the heads that all audit chains had at one moment.
 *
 * @param id the same for all pages
 * @param page from 1
 * @param of how many pages there are
 * @param heads in the order of their owners, a thousand at most
 */
public record Checkpoint(
    UUID id, Kind kind, Instant madeAt, int page, int of, List<ChainHead> heads) {

  public Checkpoint {
    Required.present("id", id);
    Required.present("kind", kind);
    Required.present("madeAt", madeAt);
    Required.atLeastOne("page", page);
    Required.atLeastOne("of", of);
    heads = Required.list("heads", heads);
  }

  /** What the heads are of. */
  public enum Kind {
    /** The last entry of each chain. */
    @JsonProperty("heads")
    HEADS,
    /** The last of the entries that are dropped for their age: the chain goes on after it. */
    @JsonProperty("dropped")
    DROPPED
  }
}
