package dev.perennial.auditsink;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.Ids;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.auditsink.Csv.Column;
import dev.perennial.auditsink.store.Trail;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.ServerRequest;

/** What became of a task, as far as the reader may see it. */
final class HistoryEndpoints implements Endpoints {

  private static final Csv TABLE =
      new Csv(
          List.of(
              new Column("time", opened -> opened.entry().facts().time()),
              new Column("actor", opened -> opened.entry().facts().actor()),
              new Column("type", opened -> opened.entry().facts().type()),
              new Column("sentence", Sentence::of)));

  private final TrailAnswers answers;
  private final Readers readers;

  HistoryEndpoints(Trail trail, Readers readers) {
    this.answers = new TrailAnswers(trail, HistoryItem::of, new JsonLines(HistoryItem::of), TABLE);
    this.readers = readers;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/tasks/{id}/history", routes.reads(HttpMethod.GET, this::history));
  }

  private Response history(ServerRequest request, String user) {
    var task =
        Ids.parse(request.pathVariable("id"))
            .orElseThrow(() -> ProblemException.invalid("/id", "must be a UUID"));
    return answers.answer(
        request, TrailRequest.of(request, readers.of(request, user), task.toString()));
  }
}
