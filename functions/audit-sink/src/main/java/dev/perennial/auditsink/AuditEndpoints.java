package dev.perennial.auditsink;

import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.auditsink.Csv.Column;
import dev.perennial.auditsink.store.Trail;
import java.util.List;
import org.springframework.http.HttpMethod;

/** The trail as it stands, of what the reader may see. */
final class AuditEndpoints implements Endpoints {

  private static final Csv TABLE =
      new Csv(
          List.of(
              new Column("time", opened -> opened.entry().facts().time()),
              new Column("number", opened -> opened.entry().number()),
              new Column("owner", opened -> opened.entry().facts().owner()),
              new Column("actor", opened -> opened.entry().facts().actor()),
              new Column("type", opened -> opened.entry().facts().type()),
              new Column("subject", opened -> opened.entry().facts().subject()),
              new Column("listId", opened -> opened.entry().facts().listId()),
              new Column("source", opened -> opened.entry().facts().source()),
              new Column("eventId", opened -> opened.entry().facts().eventId()),
              new Column("receivedAt", opened -> opened.entry().receivedAt()),
              new Column("hash", opened -> opened.entry().hash()),
              new Column("data", OpenedEntry::data)));

  private final TrailAnswers answers;
  private final Readers readers;

  AuditEndpoints(Trail trail, Readers readers) {
    this.answers =
        new TrailAnswers(trail, OpenedEntry::shown, new JsonLines(OpenedEntry::stored), TABLE);
    this.readers = readers;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/audit",
        routes.reads(
            HttpMethod.GET,
            (request, user) ->
                answers.answer(request, TrailRequest.of(request, readers.of(request, user)))));
  }
}
