package dev.perennial.architecture.broken.auditsink.chain;

import org.apache.kafka.common.TopicPartition;

record LinkThatKnowsKafka(TopicPartition partition) {}
