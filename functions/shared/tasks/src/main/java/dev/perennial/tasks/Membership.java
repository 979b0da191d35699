package dev.perennial.tasks;

import dev.perennial.events.ListSnapshot.Role;
import java.time.Instant;

/** That a user may see a list, and do in it what the role says. */
public record Membership(String userId, Role role, Instant joinedAt) {}
