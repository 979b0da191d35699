package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The complete state of a list, as the API returns it and events contain it.
 *
 * @param owner the user who created the list
 * @param inbox true for the owner's inbox, which cannot be shared, renamed or deleted
 * @param members the users who may see the list, including the owner, in the order in which they
 *     joined
 * @param version 1 when created, incremented by each change
 */
public record ListSnapshot(
    UUID id,
    String name,
    String owner,
    boolean inbox,
    List<Member> members,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  public ListSnapshot {
    Required.present("id", id);
    Required.present("name", name);
    Required.present("owner", owner);
    members = Required.list("members", members);
    Required.atLeastOne("version", version);
    Required.present("createdAt", createdAt);
    Required.present("updatedAt", updatedAt);
  }

  /** A user who may see a list, and the user's role in it. */
  public record Member(String userId, Role role) {

    public Member {
      Required.present("userId", userId);
      Required.present("role", role);
    }
  }

  /** What a member may do in a list. Each role includes the permissions of the roles before it. */
  public enum Role {
    /** May see the list and its tasks. */
    @JsonProperty("viewer")
    VIEWER,
    /** May also change tasks. */
    @JsonProperty("editor")
    EDITOR,
    /** May also rename, share and delete the list. */
    @JsonProperty("owner")
    OWNER;

    public boolean isAtLeast(Role other) {
      return compareTo(other) >= 0;
    }
  }
}
