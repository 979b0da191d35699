package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.Key;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Some entries, few enough to hold in memory: 512 KiB of what is stored, or a single entry that is
 * larger by itself.
 *
 * @param keys of these entries, by their ids; those that were destroyed are not there
 * @param isLast whether no entry follows; a page that is not the last has an entry at least
 */
public record TrailPage(List<Entry> entries, Map<UUID, Key> keys, boolean isLast) {}
