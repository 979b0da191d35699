package dev.perennial.runtime.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.metering.Shares.Begun;
import dev.perennial.runtime.metering.Shares.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The shares of invocations that are in progress at the same time. */
class SharesTest {

  /** Of one try: jqwik tries a property with the same object of this class. */
  private static final class Machine implements Shares.Meter {

    private final Shares shares = new Shares(this);
    private long nanos = 7;
    private long cpuNanos = 11;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long cpuNanos() {
      return cpuNanos;
    }

    void pass(long more, long moreCpu) {
      nanos += more;
      cpuNanos += moreCpu;
    }
  }

  /**
   * What happens after some time and CPU.
   *
   * @param which begins an invocation if it is negative, and ends one of those in progress
   *     otherwise
   */
  private record Step(long nanos, long cpuNanos, int which) {}

  @Example
  void two_invocations_at_the_same_time_get_half_of_it_each() {
    var machine = new Machine();
    var first = machine.shares.begin();
    machine.pass(4_000, 2_000);
    var second = machine.shares.begin();
    machine.pass(6_000, 8_000);
    var firstTaken = machine.shares.end(first);
    machine.pass(5_000, 1_000);
    var secondTaken = machine.shares.end(second);

    assertThat(firstTaken).isEqualTo(new Taken(10, 7, 6));
    assertThat(secondTaken).isEqualTo(new Taken(11, 8, 5));
    assertThat(machine.shares.totals()).isEqualTo(new Shares.Totals(2, 15, 11, 11));
  }

  @Example
  void while_no_invocation_is_in_progress_nobody_is_charged() {
    var machine = new Machine();
    machine.shares.end(machine.shares.begin());
    machine.pass(1_000_000, 1_000_000);

    assertThat(machine.shares.end(machine.shares.begin())).isEqualTo(new Taken(0, 0, 0));
    assertThat(machine.shares.totals().activeMicros()).isZero();
    assertThat(machine.shares.totals().cpuMicros()).isEqualTo(1_000);
  }

  @Property
  void the_shares_add_up_exactly_to_the_active_time_and_the_active_cpu(
      @ForAll("interleavings") List<Step> steps) {
    var machine = new Machine();
    var inProgress = new ArrayList<Begun>();
    var taken = new ArrayList<Taken>();
    long active = 0;
    long activeCpu = 0;
    for (var step : steps) {
      machine.pass(step.nanos, step.cpuNanos);
      active += inProgress.isEmpty() ? 0 : step.nanos;
      activeCpu += inProgress.isEmpty() ? 0 : step.cpuNanos;
      if (step.which < 0 || inProgress.isEmpty()) {
        inProgress.add(machine.shares.begin());
      } else {
        taken.add(machine.shares.end(inProgress.remove(step.which % inProgress.size())));
      }
    }
    inProgress.forEach(begun -> taken.add(machine.shares.end(begun)));

    assertThat(sum(taken, Taken::activeMicros)).isEqualTo(active / 1_000);
    assertThat(sum(taken, Taken::cpuMicros)).isEqualTo(activeCpu / 1_000);
    assertThat(machine.shares.totals().activeMicros()).isEqualTo(active / 1_000);
    assertThat(machine.shares.totals().activeCpuMicros()).isEqualTo(activeCpu / 1_000);
    assertThat(machine.shares.totals().lastNumber()).isEqualTo(taken.size());
    assertThat(taken)
        .allSatisfy(
            one -> assertThat(one.activeMicros()).isLessThanOrEqualTo(one.wallMicros() + 1));
  }

  @Property
  void invocations_at_the_same_time_get_the_same_but_for_a_microsecond(
      @ForAll("interleavings") List<Step> steps) {
    var machine = new Machine();
    var begun = steps.stream().map(_ -> machine.shares.begin()).toList();
    steps.forEach(step -> machine.pass(step.nanos, step.cpuNanos));
    var taken = begun.stream().map(machine.shares::end).toList();

    assertThat(taken)
        .allSatisfy(
            one -> {
              assertThat(one.activeMicros())
                  .isBetween(first(taken).activeMicros() - 1, first(taken).activeMicros() + 1);
              assertThat(one.cpuMicros())
                  .isBetween(first(taken).cpuMicros() - 1, first(taken).cpuMicros() + 1);
            });
  }

  private static Taken first(List<Taken> taken) {
    return taken.getFirst();
  }

  @Provide
  Arbitrary<List<Step>> interleavings() {
    var passed = Arbitraries.longs().between(0, 50_000);
    return Combinators.combine(passed, passed, Arbitraries.integers().between(-100, 100))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(300);
  }

  private static long sum(List<Taken> taken, ToLongFunction<Taken> part) {
    return taken.stream().mapToLong(part).sum();
  }
}
