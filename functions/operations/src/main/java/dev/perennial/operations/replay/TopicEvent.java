package dev.perennial.operations.replay;

import io.cloudevents.CloudEvent;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic.
 *
 * @param partition its number
 * @param event null if the record is no CloudEvent
 */
record TopicEvent(String topic, int partition, long offset, @Nullable CloudEvent event) {}
