package dev.perennial.taskinsights.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/**
 * The occurrences of a series that were due in a period and are completed or missed.
 *
 * @param kept completed on their day or before
 * @param streak how many of the newest ones were kept in a row, the period notwithstanding
 * @param total how many series there are
 */
@MappedEntity
public record SeriesRow(
    @Id UUID seriesId, long due, long completed, long kept, long streak, long total) {}
