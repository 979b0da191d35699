package dev.perennial.tasks.task;

import dev.perennial.events.TaskEvent.DeletionReason;
import java.time.Instant;

/** That a task was deleted. Its row is kept, to tell a deleted task from an unknown one. */
public record Deletion(Instant at, DeletionReason reason) {}
