package dev.perennial.tasks.task;

import dev.perennial.events.TaskEvent.DeletionReason;
import java.time.Instant;

/** The deletion of a task. Its row is kept, to distinguish a deleted task from an unknown one. */
public record Deletion(Instant at, DeletionReason reason) {}
