package dev.perennial.tasks;

import dev.perennial.events.TaskEvent.DeletionReason;
import java.time.Instant;

/**
 * That a task was deleted. Its row stays, so that late events can tell a deleted task from an
 * unknown one.
 */
public record Deletion(Instant at, DeletionReason reason) {}
