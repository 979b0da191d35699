package dev.perennial.architecture.broken.events;

import org.apache.kafka.common.TopicPartition;

record EventThatKnowsKafka(TopicPartition partition) {}
