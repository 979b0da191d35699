package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A list as the API answers it and events carry it, whole.
 *
 * @param owner the user who made it, and who is billed
 * @param inbox whether it is its owner's inbox, which is nobody else's and stays
 * @param members who may see it, the owner among them, in the order in which they came
 * @param version 1 when created, one more with each change
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

  /** Who may see a list, and what they may do in it. */
  public record Member(String userId, Role role) {

    public Member {
      Required.present("userId", userId);
      Required.present("role", role);
    }
  }

  /** What a member may do in a list; each may do what those before may. */
  public enum Role {
    /** Sees the list and its tasks. */
    @JsonProperty("viewer")
    VIEWER,
    /** Changes tasks. */
    @JsonProperty("editor")
    EDITOR,
    /** Renames, shares and deletes the list. */
    @JsonProperty("owner")
    OWNER;

    public boolean isAtLeast(Role other) {
      return compareTo(other) >= 0;
    }
  }
}
