package dev.perennial.tasks.list;

import dev.perennial.events.ListSnapshot.Role;
import java.time.Instant;

/**
 * The membership of a user in a list: the user may see the list and, depending on the role, change
 * it.
 */
public record Membership(String userId, Role role, Instant joinedAt) {}
