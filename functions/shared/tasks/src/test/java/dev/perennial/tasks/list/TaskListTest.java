package dev.perennial.tasks.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.events.EventType;
import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskListTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Command ADA = Command.now("ada", null, NOON);

  private final TaskList garden =
      joined(TaskList.create(UUID.randomUUID(), "Garden", ADA).list(), "grace", Role.EDITOR);

  @Test
  void a_new_list_has_its_creator_as_only_owner() {
    var list = TaskList.create(UUID.randomUUID(), "Garden", ADA).list();

    assertThat(list.owner()).isEqualTo("ada");
    assertThat(list.members()).containsExactly(new Membership("ada", Role.OWNER, NOON));
    assertThat(list.version()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"VIEWER", "EDITOR"})
  void only_owners_rename_share_and_delete(Role role) {
    var list = joined(garden, "hugo", role);
    var hugo = Command.now("hugo", null, NOON);
    var stranger = Command.now("stranger", null, NOON);

    for (var who : List.of(hugo, stranger)) {
      assertRefused(list, it -> it.rename("House", who), RefusedCommand.Reason.FORBIDDEN);
      assertNotInvited(list, who, RefusedCommand.Reason.FORBIDDEN);
      assertRefused(
          list, it -> it.changeRole("grace", Role.VIEWER, who), RefusedCommand.Reason.FORBIDDEN);
      assertRefused(list, it -> it.unshare("grace", who), RefusedCommand.Reason.FORBIDDEN);
      assertRefused(list, it -> it.delete(who), RefusedCommand.Reason.FORBIDDEN);
    }
  }

  @Test
  void an_equal_value_is_not_a_change() {
    for (var result :
        List.of(
            garden.rename("Garden", ADA),
            garden.changeRole("grace", Role.EDITOR, ADA),
            garden.changeRole("ada", Role.OWNER, ADA),
            garden.changeRole("stranger", Role.VIEWER, ADA),
            garden.join(Role.VIEWER, ADA),
            garden.unshare("stranger", ADA))) {
      assertThat(result.list()).isEqualTo(garden);
      assertThat(result.events()).isEmpty();
    }
  }

  @Test
  void a_member_with_a_new_role_keeps_their_place() {
    var list = joined(garden, "hugo", Role.VIEWER);

    var shared =
        list.changeRole("grace", Role.OWNER, Command.now("ada", null, NOON.plusSeconds(1)));

    assertThat(shared.list().users()).containsExactly("ada", "grace", "hugo");
    assertThat(shared.list().members().get(1)).isEqualTo(new Membership("grace", Role.OWNER, NOON));
    assertThat(shared.list().version()).isEqualTo(list.version() + 1);
  }

  @Test
  void a_removed_member_receives_the_event() {
    var event = garden.unshare("grace", ADA).events().getFirst();

    assertThat(event.type()).isEqualTo(EventType.LIST_UNSHARED);
    assertThat(event.audience()).containsExactly("ada", "grace");
    assertThat(event.list().users()).containsExactly("ada");
  }

  @Test
  void the_creator_of_a_list_stays_its_owner_for_good() {
    var list = garden.changeRole("grace", Role.OWNER, ADA).list();
    var grace = Command.now("grace", null, NOON);

    assertRefused(list, it -> it.unshare("ada", ADA), RefusedCommand.Reason.LIST_OWNER);
    assertRefused(list, it -> it.unshare("ada", grace), RefusedCommand.Reason.LIST_OWNER);
    assertRefused(
        list, it -> it.changeRole("ada", Role.EDITOR, grace), RefusedCommand.Reason.LIST_OWNER);
    assertThat(list.changeRole("grace", Role.VIEWER, grace).list().users()).contains("grace");
  }

  @Test
  void a_list_has_100_members_at_most_and_a_member_can_still_get_another_role() {
    var list = garden;
    for (int i = list.members().size(); i < 100; i++) {
      list = joined(list, "member-" + i, Role.VIEWER);
    }

    assertNotInvited(list, ADA, RefusedCommand.Reason.TOO_MANY_MEMBERS);
    assertRefused(
        list,
        it -> it.join(Role.VIEWER, Command.now("ida", null, NOON)),
        RefusedCommand.Reason.TOO_MANY_MEMBERS);
    assertThat(list.changeRole("grace", Role.VIEWER, ADA).list().roleOf("grace"))
        .contains(Role.VIEWER);
    assertThat(joined(list.unshare("grace", ADA).list(), "ida", Role.VIEWER).users())
        .hasSize(100)
        .contains("ida");
  }

  @Test
  void those_who_are_invited_count_as_members() {
    assertThat(garden.invite("ida", Role.VIEWER, 97, ADA).userId()).isEqualTo("ida");
    assertThatThrownBy(() -> garden.invite("ida", Role.VIEWER, 98, ADA))
        .isInstanceOf(RefusedCommand.class)
        .hasMessageContaining("100");
  }

  @Test
  void an_inbox_cannot_be_changed() {
    var inbox =
        new TaskList(
            Inbox.idFor("ada"), "ada", "Inbox", true, garden.members(), 1, NOON, NOON, null);

    assertRefused(inbox, it -> it.rename("Mine", ADA), RefusedCommand.Reason.INBOX);
    assertNotInvited(inbox, ADA, RefusedCommand.Reason.INBOX);
    assertRefused(inbox, it -> it.delete(ADA), RefusedCommand.Reason.INBOX);
  }

  private static TaskList joined(TaskList list, String user, Role role) {
    return list.join(role, Command.now(user, null, NOON)).list();
  }

  private static void assertNotInvited(TaskList list, Command by, RefusedCommand.Reason reason) {
    assertRefused(
        list,
        it -> {
          it.invite("ida", Role.VIEWER, 0, by);
          return ListResult.unchanged(it, by);
        },
        reason);
  }

  private static void assertRefused(
      TaskList list, Function<TaskList, ListResult> command, RefusedCommand.Reason reason) {
    assertThatExceptionOfType(RefusedCommand.class)
        .isThrownBy(() -> command.apply(list))
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
