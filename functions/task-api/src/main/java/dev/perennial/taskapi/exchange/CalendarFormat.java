package dev.perennial.taskapi.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.JsonBody;
import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** iCalendar (RFC 5545): a VTODO for each task, and what is ours in properties of our own. */
public final class CalendarFormat implements ExportFormat, ImportFormat {

  private static final String LIST = TodoWriter.ours("list");
  private static final String LIST_ID = TodoWriter.ours("id");
  private static final String INBOX = TodoWriter.ours("inbox");
  private static final String PROFILE = TodoWriter.ours("profile");
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final @Nullable ZoneId floating;

  /**
   * @param floating where a time without a zone is; null for UTC
   */
  public CalendarFormat(@Nullable ZoneId floating) {
    this.floating = floating;
  }

  @Override
  public Sheet on(OutputStream out) throws IOException {
    return new Written(out);
  }

  @Override
  public void read(InputStream in, Consumer<Item> items) throws IOException {
    CalendarParser.parse(in, new Heard(items));
  }

  private static final class Written implements Sheet {

    private final OutputStream out;
    private final Set<ZoneId> zones = new HashSet<>();
    private boolean isEmpty = true;

    Written(OutputStream out) throws IOException {
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
      Occurrence turn = task.occurrence();
      zone(turn == null ? null : turn.due());
      for (ContentLine line : TodoWriter.write(task)) {
        write(line);
      }
    }

    /** Before it is first used. */
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

  private final class Heard implements CalendarParser.Listener {

    private final Consumer<Item> items;
    private final ZoneNames zones = new ZoneNames();
    private @Nullable String calendarName;
    private int nameLine;
    private boolean isNameUsed;

    Heard(Consumer<Item> items) {
      this.items = items;
    }

    @Override
    public void property(ContentLine property, int line) {
      if (property.name().equals(LIST)) {
        items.accept(new Item.Read(line, list(property)));
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

    private static Item profile(ContentLine property, int line) {
      try {
        return JsonBody.parse(CalendarText.unescape(property.value()).getBytes(UTF_8))
                instanceof ObjectNode profile
            ? new Item.Read(line, profile.put("kind", "profile"))
            : Item.Broken.of(line, "profile", "must be an object");
      } catch (ProblemException noJson) {
        return Item.Broken.of(line, "profile", "must be JSON");
      }
    }

    @Override
    public void component(Component component) {
      switch (component.name()) {
        case "VTIMEZONE" -> zones.learn(component);
        case "VTODO" -> items.accept(task(component));
        default ->
            items.accept(
                Item.Broken.of(
                    component.line(), null, component.name() + " is no task; only VTODO is"));
      }
    }

    private Item task(Component todo) {
      Item item = TodoReader.read(todo, zones, floating);
      if (item instanceof Item.Read read
          && !read.json().has("listId")
          && calendarName != null
          && !calendarName.isBlank()) {
        String id = "calendar/" + calendarName;
        if (!isNameUsed) {
          isNameUsed = true;
          items.accept(new Item.Read(nameLine, named(id, calendarName)));
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
          Item.Broken.of(
              component.line(), component.name().equals("VTODO") ? "task" : null, detail));
    }
  }
}
