package dev.perennial.taskapi.series;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.taskapi.task.PageRequest;
import dev.perennial.taskapi.task.TaskPages;
import dev.perennial.tasks.store.TaskStore;
import java.util.UUID;
import org.springframework.http.HttpMethod;

/** The endpoints of series and their occurrences. */
public final class SeriesEndpoints implements Endpoints {

  private final TaskStore store;
  private final TaskPages pages;

  public SeriesEndpoints(TaskStore store, TaskPages pages) {
    this.store = store;
    this.pages = pages;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/series/{id}", routes.reads(HttpMethod.GET, this::get));
    routes.at(
        "/v1/series/{id}/occurrences",
        routes.reads(HttpMethod.GET, this::occurrences).taking(PageRequest.PARAMETERS_OF_SERIES));
  }

  private Response get(ApiRequest request, String user) {
    UUID id = id(request);
    return store
        .series(user, id)
        .map(SeriesView::of)
        .map(series -> Response.json(200, series))
        .orElseThrow(SeriesEndpoints::noSuchSeries);
  }

  private Response occurrences(ApiRequest request, String user) {
    UUID id = id(request);
    PageRequest query = PageRequest.ofSeries(id, request, user);
    return store
        .series(user, id)
        .map(_ -> pages.send(user, query))
        .orElseThrow(SeriesEndpoints::noSuchSeries);
  }

  private static UUID id(ApiRequest request) {
    return Ids.parse(request.pathVariable("id")).orElseThrow(SeriesEndpoints::noSuchSeries);
  }

  private static ProblemException noSuchSeries() {
    return ProblemException.notFound("you have no such series");
  }
}
