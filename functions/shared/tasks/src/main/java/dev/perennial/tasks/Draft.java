package dev.perennial.tasks;

import dev.perennial.events.Recurrence;
import org.jspecify.annotations.Nullable;

/** A task as somebody wants it to be: new, or after an edit. */
public record Draft(Content content, @Nullable Recurrence recurrence) {}
