package dev.perennial.auditsink.trail;

import dev.perennial.api.identity.ReaderResolver;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.auditsink.access.ReadAdmission;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.auditsink.trail.CsvWriter.Column;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpMethod;

/**
 * The endpoint of the history of one task: the entries that the user may read, described in
 * sentences.
 */
public final class HistoryEndpoints implements Endpoints {

  private static final CsvWriter TABLE =
      new CsvWriter(
          List.of(
              new Column("time", opened -> opened.entry().metadata().time()),
              new Column("actor", opened -> opened.entry().metadata().actor()),
              new Column("type", opened -> opened.entry().metadata().type()),
              new Column("sentence", Sentence::of)));

  private final TrailResponses responses;
  private final ReaderResolver readers;

  public HistoryEndpoints(Trail trail, ReaderResolver readers, ReadAdmission admission) {
    this.responses =
        new TrailResponses(
            trail, admission, HistoryItem::of, new JsonLinesWriter(HistoryItem::of), TABLE);
    this.readers = readers;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/tasks/{id}/history",
        routes.reads(HttpMethod.GET, this::history).taking(TrailRequest.PARAMETERS_OF_TASK));
  }

  private Response history(ApiRequest request, String user) {
    UUID task =
        Ids.parse(request.pathVariable("id"))
            .orElseThrow(() -> ProblemException.invalid("/id", "must be a UUID"));
    return responses.respond(
        request, TrailRequest.ofTask(request, readers.of(request, user), task.toString()));
  }
}
