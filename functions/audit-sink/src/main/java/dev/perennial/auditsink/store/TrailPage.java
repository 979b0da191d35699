package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.SealingKey;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A page of entries that fits in memory: at most 512 KiB of stored data, or a single larger entry.
 *
 * @param keys the existing keys of these entries, by id; destroyed keys are absent
 * @param isLast whether no entry follows; a page that is not the last has at least one entry
 */
public record TrailPage(List<Entry> entries, Map<UUID, SealingKey> keys, boolean isLast) {}
