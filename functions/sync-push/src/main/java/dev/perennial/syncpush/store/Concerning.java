package dev.perennial.syncpush.store;

/** An event that came, and whom it concerns. */
public record Concerning(FeedEvent event, Concerned concerned) {}
