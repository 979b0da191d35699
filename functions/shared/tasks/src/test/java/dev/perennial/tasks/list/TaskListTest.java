package dev.perennial.tasks.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
      TaskList.create(UUID.randomUUID(), "Garden", ADA)
          .list()
          .share("grace", Role.EDITOR, ADA)
          .list();

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
    var list = garden.share("hugo", role, ADA).list();
    var hugo = Command.now("hugo", null, NOON);
    var stranger = Command.now("stranger", null, NOON);

    for (var who : List.of(hugo, stranger)) {
      assertRefused(list, it -> it.rename("House", who), RefusedCommand.Reason.FORBIDDEN);
      assertRefused(list, it -> it.share("ida", Role.VIEWER, who), RefusedCommand.Reason.FORBIDDEN);
      assertRefused(list, it -> it.unshare("grace", who), RefusedCommand.Reason.FORBIDDEN);
      assertRefused(list, it -> it.delete(who), RefusedCommand.Reason.FORBIDDEN);
    }
  }

  @Test
  void an_equal_value_is_not_a_change() {
    for (var result :
        List.of(
            garden.rename("Garden", ADA),
            garden.share("grace", Role.EDITOR, ADA),
            garden.share("ada", Role.OWNER, ADA),
            garden.unshare("stranger", ADA))) {
      assertThat(result.list()).isEqualTo(garden);
      assertThat(result.events()).isEmpty();
    }
  }

  @Test
  void a_member_with_a_new_role_keeps_their_place() {
    var list = garden.share("hugo", Role.VIEWER, ADA).list();

    var shared = list.share("grace", Role.OWNER, Command.now("ada", null, NOON.plusSeconds(1)));

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
    var list = garden.share("grace", Role.OWNER, ADA).list();
    var grace = Command.now("grace", null, NOON);

    assertRefused(list, it -> it.unshare("ada", ADA), RefusedCommand.Reason.LIST_OWNER);
    assertRefused(list, it -> it.unshare("ada", grace), RefusedCommand.Reason.LIST_OWNER);
    assertRefused(
        list, it -> it.share("ada", Role.EDITOR, grace), RefusedCommand.Reason.LIST_OWNER);
    assertThat(list.share("grace", Role.VIEWER, grace).list().users()).contains("grace");
  }

  @Test
  void a_list_has_100_members_at_most_and_a_member_can_still_get_another_role() {
    var list = garden;
    for (int i = list.members().size(); i < 100; i++) {
      list = list.share("member-" + i, Role.VIEWER, ADA).list();
    }

    assertRefused(
        list, it -> it.share("ida", Role.VIEWER, ADA), RefusedCommand.Reason.TOO_MANY_MEMBERS);
    assertThat(list.share("grace", Role.VIEWER, ADA).list().roleOf("grace")).contains(Role.VIEWER);
    assertThat(list.unshare("grace", ADA).list().share("ida", Role.VIEWER, ADA).list().users())
        .hasSize(100)
        .contains("ida");
  }

  @Test
  void an_inbox_cannot_be_changed() {
    var inbox =
        new TaskList(
            Inbox.idFor("ada"), "ada", "Inbox", true, garden.members(), 1, NOON, NOON, null);

    assertRefused(inbox, it -> it.rename("Mine", ADA), RefusedCommand.Reason.INBOX);
    assertRefused(inbox, it -> it.share("hugo", Role.VIEWER, ADA), RefusedCommand.Reason.INBOX);
    assertRefused(inbox, it -> it.delete(ADA), RefusedCommand.Reason.INBOX);
  }

  private static void assertRefused(
      TaskList list, Function<TaskList, ListResult> command, RefusedCommand.Reason reason) {
    assertThatExceptionOfType(RefusedCommand.class)
        .isThrownBy(() -> command.apply(list))
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
