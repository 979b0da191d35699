package dev.perennial.syncpush.store.feed;

/** An event and the users whose feeds it belongs in. */
public record RoutedEvent(FeedEvent event, Audience audience) {}
