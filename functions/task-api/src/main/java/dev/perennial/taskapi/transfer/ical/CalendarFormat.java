package dev.perennial.taskapi.transfer.ical;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.JsonBody;
import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.taskapi.list.ListCommands;
import dev.perennial.taskapi.transfer.format.ExportFormat;
import dev.perennial.taskapi.transfer.format.ImportFormat;
import dev.perennial.taskapi.transfer.format.ImportItem;
import dev.perennial.taskapi.transfer.format.UserTimes;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * iCalendar (RFC 5545): a VTODO for each task, with X-PERENNIAL properties for what VTODO has no
 * property for.
 */
public final class CalendarFormat implements ExportFormat, ImportFormat {

  private static final String LIST = Extensions.name("list");
  private static final String LIST_ID = Extensions.name("id");
  private static final String INBOX = Extensions.name("inbox");
  private static final String PROFILE = Extensions.name("profile");
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final UserTimes user;

  /**
   * @param user who imports
   */
  public CalendarFormat(UserTimes user) {
    this.user = user;
  }

  @Override
  public Writer writer(OutputStream out) throws IOException {
    return new CalendarWriter(out);
  }

  /**
   * Reads the input twice: zones and changes of occurrences may stand after what they belong to.
   */
  @Override
  public void read(Source source, Consumer<ImportItem> items) throws IOException {
    CalendarSurvey survey = new CalendarSurvey(user.zone());
    try (InputStream in = source.open()) {
      CalendarParser.parse(in, survey);
    }
    try (InputStream in = source.open()) {
      CalendarParser.parse(in, new CalendarListener(survey, items));
    }
  }

  private static final class CalendarWriter implements Writer {

    private final OutputStream out;
    private final Set<ZoneId> zones = new HashSet<>();
    private boolean isEmpty = true;
    private UserTimes user = UserTimes.DEFAULT;

    CalendarWriter(OutputStream out) throws IOException {
      this.out = out;
      write(ContentLine.of("BEGIN", "VCALENDAR"));
      write(ContentLine.of("VERSION", "2.0"));
      write(ContentLine.of("PRODID", "-//Perennial//Tasks//EN"));
    }

    @Override
    public void profile(ProfileSnapshot profile) throws IOException {
      user = UserTimes.of(profile);
      write(ContentLine.text(PROFILE, EventJson.MAPPER.writeValueAsString(profile)));
    }

    @Override
    public void list(ListSnapshot list) throws IOException {
      ContentLine line = ContentLine.text(LIST, list.name()).with(LIST_ID, list.id().toString());
      write(list.inbox() ? line.with(INBOX, "TRUE") : line);
    }

    @Override
    public void task(Task task) throws IOException {
      isEmpty = false;
      zone(task.content().due());
      Occurrence occurrence = task.occurrence();
      zone(occurrence == null ? null : occurrence.due());
      for (ContentLine line : TodoWriter.write(task, user)) {
        write(line);
      }
    }

    /** Writes the VTIMEZONE before the zone is first used. */
    private void zone(@Nullable Due due) throws IOException {
      if (due != null && due.time() != null && due.zone() != null && !CalendarDates.isUtc(due)) {
        write(due.zone());
      }
    }

    private void write(ZoneId zone) throws IOException {
      if (zones.add(zone)) {
        for (ContentLine line : ZoneComponent.of(zone)) {
          write(line);
        }
      }
    }

    @Override
    public void end() throws IOException {
      if (isEmpty) {
        // A calendar must have a component (RFC 5545, section 3.6).
        write(UTC);
      }
      write(ContentLine.of("END", "VCALENDAR"));
    }

    private void write(ContentLine line) throws IOException {
      out.write(line.folded().getBytes(UTF_8));
    }
  }

  private final class CalendarListener implements CalendarParser.Listener {

    private final Consumer<ImportItem> items;
    private final CalendarSurvey survey;
    private final CalendarTimes times;
    private @Nullable String calendarName;
    private int nameLine;
    private final Set<String> usedNames = new HashSet<>();

    CalendarListener(CalendarSurvey survey, Consumer<ImportItem> items) {
      this.survey = survey;
      this.times = new CalendarTimes(survey.zones(), user);
      this.items = items;
    }

    @Override
    public void property(ContentLine property, int line) {
      if (property.name().equals(LIST)) {
        items.accept(ImportItem.Read.whole(line, list(property)));
      } else if (property.name().equals(PROFILE)) {
        items.accept(profile(property, line));
      } else if (property.name().equals("X-WR-CALNAME") || property.name().equals("NAME")) {
        calendarName = cut(property.text().replace("\0", ""));
        nameLine = line;
      } else if (property.name().equals("BEGIN")) {
        // Another calendar, which has a name of its own or none.
        calendarName = null;
      }
    }

    private static String cut(String name) {
      return name.codePointCount(0, name.length()) <= ListCommands.MAX_NAME_LENGTH
          ? name
          : name.substring(0, name.offsetByCodePoints(0, ListCommands.MAX_NAME_LENGTH));
    }

    private static ObjectNode list(ContentLine property) {
      return EventJson.MAPPER
          .createObjectNode()
          .put("kind", "list")
          .put("id", property.parameter(LIST_ID))
          .put("name", property.text())
          .put("inbox", "TRUE".equals(property.parameter(INBOX)));
    }

    private static ImportItem profile(ContentLine property, int line) {
      try {
        return JsonBody.parse(property.text().getBytes(UTF_8)) instanceof ObjectNode profile
            ? ImportItem.Read.whole(line, profile.put("kind", "profile"))
            : ImportItem.Broken.of(line, "profile", "must be an object");
      } catch (ProblemException notJson) {
        return ImportItem.Broken.of(line, "profile", "must be JSON");
      }
    }

    @Override
    public void component(Component component) {
      switch (component.name()) {
        case "VTIMEZONE" -> {
          // The survey has read it.
        }
        case "VTODO" -> tasks(component).forEach(item -> items.accept(inList(item)));
        default ->
            items.accept(
                ImportItem.Broken.of(
                    component.line(), null, component.name() + " is not a task; only VTODO is"));
      }
    }

    private List<ImportItem> tasks(Component todo) {
      if (todo.property("RECURRENCE-ID").isPresent()) {
        return survey.isTaken(todo) ? List.of() : List.of(TodoSeries.alone(todo, times));
      }
      return TodoSeries.items(TodoReader.read(todo, times), survey.changesOf(todo), times);
    }

    private ImportItem inList(ImportItem item) {
      if (item instanceof ImportItem.Read read
          && !read.json().has("listId")
          && calendarName != null
          && !calendarName.isBlank()) {
        String id = "calendar/" + calendarName;
        if (usedNames.add(calendarName)) {
          items.accept(ImportItem.Read.whole(nameLine, named(id, calendarName)));
        }
        read.json().put("listId", id);
      }
      return item;
    }

    private static ObjectNode named(String id, String name) {
      return EventJson.MAPPER
          .createObjectNode()
          .put("kind", "list")
          .put("id", id)
          .put("name", name);
    }

    @Override
    public void broken(Component component, String detail) {
      items.accept(
          ImportItem.Broken.of(
              component.line(), component.name().equals("VTODO") ? "task" : null, detail));
    }
  }
}
