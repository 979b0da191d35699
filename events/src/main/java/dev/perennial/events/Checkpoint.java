package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A page of the heads of all audit chains at one moment.
 *
 * @param id identifies the checkpoint; the same on all its pages
 * @param page the number of this page; the first is 1
 * @param of the number of pages
 * @param heads ordered by owner, at most 1000
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

  /** Which entry of a chain the heads refer to. */
  public enum Kind {
    /** The last entry of each chain. */
    @JsonProperty("heads")
    HEADS,
    /** The last entry that was deleted because of its age. The chain continues after it. */
    @JsonProperty("dropped")
    DROPPED
  }
}
