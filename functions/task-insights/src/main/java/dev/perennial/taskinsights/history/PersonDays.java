package dev.perennial.taskinsights.history;

import dev.perennial.events.Due;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days of a person: by the zone and the start of the day that their profile had at the time in
 * question. So a person who moves to another zone keeps the days of what they did before.
 */
public final class PersonDays {

  /** A person without a profile, whose days are those of UTC. */
  public static final PersonDays WITHOUT_PROFILE = new PersonDays(List.of());

  /** What a day must have to break a streak. */
  static final Duration MOST_OF_A_DAY = Duration.ofHours(12);

  private final List<DaySettings> settings;

  /**
   * @param profiles in the order of time
   */
  public PersonDays(List<DaySettings> profiles) {
    var all = new ArrayList<DaySettings>();
    all.add(DaySettings.DEFAULT);
    all.addAll(profiles);
    this.settings = List.copyOf(all);
  }

  /** The settings at this instant. */
  public DaySettings at(Instant instant) {
    for (int i = settings.size() - 1; i > 0; i--) {
      if (!settings.get(i).since().isAfter(instant)) {
        return settings.get(i);
      }
    }
    return settings.getFirst();
  }

  /**
   * The person's day and hour at this instant.
   *
   * @param zone where the person was; null for that of their profile
   */
  public DayHour of(Instant instant, @Nullable ZoneId zone) {
    var then = at(instant);
    return of(LocalDateTime.ofInstant(instant, zone == null ? then.zone() : zone), then);
  }

  /** The person's day at this instant. */
  public LocalDate dayOf(Instant instant) {
    return of(instant, null).day();
  }

  /**
   * The person's day and hour at which something is due; the hour is null if it is due all day. A
   * due time without a zone is in the zone of the person (ADR 14).
   */
  public DayHour of(Due due) {
    if (due.time() == null) {
      return new DayHour(due.date(), null);
    }
    return due.zone() == null
        ? of(due.date().atTime(due.time()), near(due.date()))
        : of(overdueFrom(due), null);
  }

  /** The instant after which an open task is overdue: its due time, or the end of its day. */
  public Instant overdueFrom(Due due) {
    if (due.time() == null) {
      return endOf(due.date());
    }
    var zone = due.zone() == null ? near(due.date()).zone() : due.zone();
    return due.date().atTime(due.time()).atZone(zone).toInstant();
  }

  /** When the person's day ends. */
  public Instant endOf(LocalDate day) {
    var next = day.plusDays(1);
    return start(next, near(next));
  }

  /**
   * Whether the person had at least {@link #MOST_OF_A_DAY} of this day. A person who moves far to
   * the east has less, and a zone may skip a day.
   */
  public boolean hasMostOf(LocalDate day) {
    var had = Duration.ZERO;
    for (int i = 0; i < settings.size(); i++) {
      var then = settings.get(i);
      var until = i + 1 == settings.size() ? Instant.MAX : settings.get(i + 1).since();
      var begins = later(start(day, then), then.since());
      var ends = earlier(start(day.plusDays(1), then), until);
      if (begins.isBefore(ends)) {
        had = had.plus(Duration.between(begins, ends));
      }
    }
    return had.compareTo(MOST_OF_A_DAY) >= 0;
  }

  private static Instant start(LocalDate day, DaySettings then) {
    return day.atTime(then.startsAt()).atZone(then.zone()).toInstant();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** The settings at about this date: exact, unless they changed within a day of it. */
  private DaySettings near(LocalDate date) {
    return at(date.atTime(12, 0).toInstant(ZoneOffset.UTC));
  }

  private static DayHour of(LocalDateTime local, DaySettings then) {
    boolean isBeforeStart = local.toLocalTime().isBefore(then.startsAt());
    return new DayHour(
        isBeforeStart ? local.toLocalDate().minusDays(1) : local.toLocalDate(), local.getHour());
  }

  /**
   * A day of a person, and the hour of the clock.
   *
   * @param hour 0 to 23; null for the whole day
   */
  public record DayHour(LocalDate day, @Nullable Integer hour) {}
}
