package dev.perennial.tasks.store;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The order of a user's lists, within an open transaction of that user. */
final class ListOrder {

  /** The same order as {@link ListRows#own}. */
  private static final Comparator<MemberRow> IN_ORDER =
      comparing(MemberRow::position, nullsLast(naturalOrder()))
          .thenComparing(MemberRow::joinedAt)
          // In the order of Postgres; UUID.compareTo compares signed numbers.
          .thenComparing(row -> row.listId().toString());

  /** From one index to another. */
  record Move(int from, int to) {}

  private final MemberRows members;

  ListOrder(MemberRows members) {
    this.members = members;
  }

  /**
   * Moves the list to this index, or to the end if there are fewer lists.
   *
   * @return empty if it is at that index already
   */
  Optional<Move> move(UUID listId, int position) {
    List<UUID> lists =
        new ArrayList<>(
            members.lockOwn().stream().sorted(IN_ORDER).map(MemberRow::listId).toList());
    Move move = new Move(lists.indexOf(listId), Math.min(position, lists.size() - 1));
    if (move.from == move.to) {
      return Optional.empty();
    }
    lists.add(move.to, lists.remove(move.from));
    members.reorder(lists.stream().map(UUID::toString).collect(Collectors.joining(",")));
    return Optional.of(move);
  }
}
