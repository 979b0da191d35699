package dev.perennial.tasks.list;

import dev.perennial.events.ListSnapshot.Role;
import java.time.Instant;

/** That a user may see a list and, by the role, change it. */
public record Membership(String userId, Role role, Instant joinedAt) {}
