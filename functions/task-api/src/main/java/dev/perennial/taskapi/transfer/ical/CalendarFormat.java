package dev.perennial.taskapi.transfer.ical;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.JsonBody;
import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.taskapi.transfer.format.ExportFormat;
import dev.perennial.taskapi.transfer.format.ImportFormat;
import dev.perennial.taskapi.transfer.format.ImportItem;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * iCalendar (RFC 5545): a VTODO for each task, with X-PERENNIAL properties for what VTODO has no
 * property for.
 */
public final class CalendarFormat implements ExportFormat, ImportFormat {

  private static final String LIST = TodoWriter.extension("list");
  private static final String LIST_ID = TodoWriter.extension("id");
  private static final String INBOX = TodoWriter.extension("inbox");
  private static final String PROFILE = TodoWriter.extension("profile");
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final @Nullable ZoneId floating;

  /**
   * @param floating the zone of times that have none; null for UTC
   */
  public CalendarFormat(@Nullable ZoneId floating) {
    this.floating = floating;
  }

  @Override
  public Writer writer(OutputStream out) throws IOException {
    return new CalendarWriter(out);
  }

  @Override
  public void read(InputStream in, Consumer<ImportItem> items) throws IOException {
    CalendarParser.parse(in, new CalendarListener(items));
  }

  private static final class CalendarWriter implements Writer {

    private final OutputStream out;
    private final Set<ZoneId> zones = new HashSet<>();
    private boolean isEmpty = true;

    CalendarWriter(OutputStream out) throws IOException {
      this.out = out;
      write(ContentLine.of("BEGIN", "VCALENDAR"));
      write(ContentLine.of("VERSION", "2.0"));
      write(ContentLine.of("PRODID", "-//Perennial//Tasks//EN"));
    }

    @Override
    public void profile(ProfileSnapshot profile) throws IOException {
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
      for (ContentLine line : TodoWriter.write(task)) {
        write(line);
      }
    }

    /** Writes the VTIMEZONE before the zone is first used. */
    private void zone(@Nullable Due due) throws IOException {
      if (due != null && due.time() != null && due.zone() != null) {
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
    private final ZoneNames zones = new ZoneNames();
    private @Nullable String calendarName;
    private int nameLine;
    private boolean isNameUsed;

    CalendarListener(Consumer<ImportItem> items) {
      this.items = items;
    }

    @Override
    public void property(ContentLine property, int line) {
      if (property.name().equals(LIST)) {
        items.accept(new ImportItem.Read(line, list(property)));
      } else if (property.name().equals(PROFILE)) {
        items.accept(profile(property, line));
      } else if (property.name().equals("X-WR-CALNAME") || property.name().equals("NAME")) {
        calendarName = CalendarText.unescape(property.value());
        nameLine = line;
      }
    }

    private static ObjectNode list(ContentLine property) {
      return EventJson.MAPPER
          .createObjectNode()
          .put("kind", "list")
          .put("id", property.parameter(LIST_ID))
          .put("name", CalendarText.unescape(property.value()))
          .put("inbox", "TRUE".equals(property.parameter(INBOX)));
    }

    private static ImportItem profile(ContentLine property, int line) {
      try {
        return JsonBody.parse(CalendarText.unescape(property.value()).getBytes(UTF_8))
                instanceof ObjectNode profile
            ? new ImportItem.Read(line, profile.put("kind", "profile"))
            : ImportItem.Broken.of(line, "profile", "must be an object");
      } catch (ProblemException notJson) {
        return ImportItem.Broken.of(line, "profile", "must be JSON");
      }
    }

    @Override
    public void component(Component component) {
      switch (component.name()) {
        case "VTIMEZONE" -> zones.learn(component);
        case "VTODO" -> items.accept(task(component));
        default ->
            items.accept(
                ImportItem.Broken.of(
                    component.line(), null, component.name() + " is not a task; only VTODO is"));
      }
    }

    private ImportItem task(Component todo) {
      ImportItem item = TodoReader.read(todo, zones, floating);
      if (item instanceof ImportItem.Read read
          && !read.json().has("listId")
          && calendarName != null
          && !calendarName.isBlank()) {
        String id = "calendar/" + calendarName;
        if (!isNameUsed) {
          isNameUsed = true;
          items.accept(new ImportItem.Read(nameLine, named(id, calendarName)));
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
