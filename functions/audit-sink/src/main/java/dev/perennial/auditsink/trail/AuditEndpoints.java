package dev.perennial.auditsink.trail;

import dev.perennial.api.identity.ReaderResolver;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.auditsink.access.ReadAdmission;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.auditsink.trail.CsvWriter.Column;
import java.util.List;
import org.springframework.http.HttpMethod;

/** The endpoint of the trail: the entries that the user may read. */
public final class AuditEndpoints implements Endpoints {

  private static final CsvWriter TABLE =
      new CsvWriter(
          List.of(
              new Column("time", opened -> opened.entry().metadata().time()),
              new Column("number", opened -> opened.entry().number()),
              new Column("owner", opened -> opened.entry().metadata().owner()),
              new Column("actor", opened -> opened.entry().metadata().actor()),
              new Column("type", opened -> opened.entry().metadata().type()),
              new Column("subject", opened -> opened.entry().metadata().subject()),
              new Column("listId", opened -> opened.entry().metadata().listId()),
              new Column("source", opened -> opened.entry().metadata().source()),
              new Column("eventId", opened -> opened.entry().metadata().eventId()),
              new Column("receivedAt", opened -> opened.entry().receivedAt()),
              new Column("hash", opened -> opened.entry().hash()),
              new Column("data", OpenedEntry::data)));

  private final TrailResponses responses;
  private final ReaderResolver readers;

  public AuditEndpoints(Trail trail, ReaderResolver readers, ReadAdmission admission) {
    this.responses =
        new TrailResponses(
            trail,
            admission,
            OpenedEntry::pageJson,
            new JsonLinesWriter(OpenedEntry::exportJson),
            TABLE);
    this.readers = readers;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/audit",
        routes
            .reads(
                HttpMethod.GET,
                (request, user) ->
                    responses.respond(request, TrailRequest.of(request, readers.of(request, user))))
            .taking(TrailRequest.PARAMETERS));
  }
}
