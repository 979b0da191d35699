package dev.perennial.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perennial.events.EventType;
import dev.perennial.events.ListSnapshot.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskListTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Act ADA = Act.now("ada", null, NOON);

  private final TaskList garden =
      TaskList.create(UUID.randomUUID(), "Garden", ADA)
          .list()
          .share("grace", Role.EDITOR, ADA)
          .list();

  @Test
  void whoever_makes_a_list_owns_it_alone() {
    var list = TaskList.create(UUID.randomUUID(), "Garden", ADA).list();

    assertThat(list.owner()).isEqualTo("ada");
    assertThat(list.members()).containsExactly(new Membership("ada", Role.OWNER, NOON));
    assertThat(list.version()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"VIEWER", "EDITOR"})
  void only_owners_rename_share_and_delete(Role role) {
    var list = garden.share("hugo", role, ADA).list();
    var hugo = Act.now("hugo", null, NOON);
    var stranger = Act.now("stranger", null, NOON);

    for (var who : List.of(hugo, stranger)) {
      assertRefused(list, it -> it.rename("House", who), RefusedAct.Reason.FORBIDDEN);
      assertRefused(list, it -> it.share("ida", Role.VIEWER, who), RefusedAct.Reason.FORBIDDEN);
      assertRefused(list, it -> it.unshare("grace", who), RefusedAct.Reason.FORBIDDEN);
      assertRefused(list, it -> it.delete(who), RefusedAct.Reason.FORBIDDEN);
    }
  }

  @Test
  void what_is_so_already_is_no_change() {
    for (var outcome :
        List.of(
            garden.rename("Garden", ADA),
            garden.share("grace", Role.EDITOR, ADA),
            garden.share("ada", Role.OWNER, ADA),
            garden.unshare("stranger", ADA))) {
      assertThat(outcome.list()).isEqualTo(garden);
      assertThat(outcome.facts()).isEmpty();
    }
  }

  @Test
  void who_gets_another_role_stays_in_place() {
    var list = garden.share("hugo", Role.VIEWER, ADA).list();

    var shared = list.share("grace", Role.OWNER, Act.now("ada", null, NOON.plusSeconds(1)));

    assertThat(shared.list().users()).containsExactly("ada", "grace", "hugo");
    assertThat(shared.list().members().get(1)).isEqualTo(new Membership("grace", Role.OWNER, NOON));
    assertThat(shared.list().version()).isEqualTo(list.version() + 1);
  }

  @Test
  void who_is_removed_hears_of_it() {
    var fact = garden.unshare("grace", ADA).facts().getFirst();

    assertThat(fact.type()).isEqualTo(EventType.LIST_UNSHARED);
    assertThat(fact.audience()).containsExactly("ada", "grace");
    assertThat(fact.list().users()).containsExactly("ada");
  }

  @Test
  void who_made_a_list_is_its_owner_for_good() {
    var list = garden.share("grace", Role.OWNER, ADA).list();
    var grace = Act.now("grace", null, NOON);

    assertRefused(list, it -> it.unshare("ada", ADA), RefusedAct.Reason.LIST_OWNER);
    assertRefused(list, it -> it.unshare("ada", grace), RefusedAct.Reason.LIST_OWNER);
    assertRefused(list, it -> it.share("ada", Role.EDITOR, grace), RefusedAct.Reason.LIST_OWNER);
    assertThat(list.share("grace", Role.VIEWER, grace).list().users()).contains("grace");
  }

  @Test
  void a_list_has_100_members_at_most_and_a_member_can_still_get_another_role() {
    var list = garden;
    for (int i = list.members().size(); i < 100; i++) {
      list = list.share("member-" + i, Role.VIEWER, ADA).list();
    }

    assertRefused(
        list, it -> it.share("ida", Role.VIEWER, ADA), RefusedAct.Reason.TOO_MANY_MEMBERS);
    assertThat(list.share("grace", Role.VIEWER, ADA).list().roleOf("grace")).contains(Role.VIEWER);
    assertThat(list.unshare("grace", ADA).list().share("ida", Role.VIEWER, ADA).list().users())
        .hasSize(100)
        .contains("ida");
  }

  @Test
  void an_inbox_stays_as_it_is() {
    var inbox =
        new TaskList(
            Inbox.idFor("ada"), "ada", "Inbox", true, garden.members(), 1, NOON, NOON, null);

    assertRefused(inbox, it -> it.rename("Mine", ADA), RefusedAct.Reason.INBOX);
    assertRefused(inbox, it -> it.share("hugo", Role.VIEWER, ADA), RefusedAct.Reason.INBOX);
    assertRefused(inbox, it -> it.delete(ADA), RefusedAct.Reason.INBOX);
  }

  private static void assertRefused(
      TaskList list, Function<TaskList, ListOutcome> act, RefusedAct.Reason reason) {
    assertThatExceptionOfType(RefusedAct.class)
        .isThrownBy(() -> act.apply(list))
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
