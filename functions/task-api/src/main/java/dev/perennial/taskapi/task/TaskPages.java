package dev.perennial.taskapi.task;

import dev.perennial.api.memory.MemoryBudget;
import dev.perennial.api.memory.MemoryBudget.Reservation;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.response.Response;
import dev.perennial.tasks.store.TaskPage;
import dev.perennial.tasks.store.TaskQuery;
import dev.perennial.tasks.store.TaskStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Reads pages of tasks for responses. However long the tasks are, how many clients ask for them and
 * how slowly they receive them, a limited amount of memory is used: few pages are read at a time,
 * and the memory of a response is reserved from before it is read until it is sent. A request whose
 * memory is not free in time gets 503 and {@code Retry-After}.
 */
public final class TaskPages {

  private static final int FRACTION_OF_HEAP = 16;

  /** Reading a page takes a few times the memory of the page. */
  private static final int READERS = 2;

  /** A response of less is not reserved while it is sent. */
  private static final int SMALL = 64 * 1024;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int RETRY_AFTER_SECONDS = 2;

  private final TaskStore store;
  private final MemoryBudget memory;
  private final Semaphore readers;

  private TaskPages(TaskStore store, Semaphore readers) {
    this.store = store;
    this.memory = MemoryBudget.ofHeap(FRACTION_OF_HEAP);
    this.readers = readers;
  }

  /** Uses a sixteenth of the heap for the responses that are being sent. */
  public TaskPages(TaskStore store) {
    this(store, new Semaphore(READERS, true));
  }

  /** As this, with as much memory of its own, so that slow exports do not keep pages waiting. */
  public TaskPages withMemoryOfItsOwn() {
    return new TaskPages(store, readers);
  }

  /**
   * A page as JSON.
   *
   * @throws ProblemException 503 if its memory is not free in time
   */
  public Response send(String user, PageRequest request) {
    return reserving(
        user,
        reserved -> {
          Response.Whole page = Response.json(200, request.page(read(user, request.query())));
          if (page.body().length <= SMALL) {
            reserved.close();
            return page;
          }
          reserved.resize(page.body().length);
          Response.Streamed.Body body = out -> out.write(page.body());
          return new Response.Streamed(
              page.status(), page.headers(), body.andThen(reserved::close));
        });
  }

  /**
   * Reserves the memory of a page for a response.
   *
   * @param work closes the reservation when the response is sent; it is closed if the work throws
   * @throws ProblemException 503 if the memory is not free in time
   */
  public Response reserving(String user, Function<Reservation, Response> work) {
    Reservation reserved = reserve(user);
    boolean isMade = false;
    try {
      Response response = work.apply(reserved);
      isMade = true;
      return response;
    } finally {
      if (!isMade) {
        reserved.close();
      }
    }
  }

  /** Reads a page for a response whose memory is reserved. */
  public TaskPage read(String user, TaskQuery query) {
    // Not interruptible: a page is read soon, at the latest with the statement's timeout.
    readers.acquireUninterruptibly();
    try {
      return store.page(user, query);
    } finally {
      readers.release();
    }
  }

  private Reservation reserve(String user) {
    try {
      return memory.reserve(user, TaskPage.MAX_BYTES, TIMEOUT).orElseThrow(TaskPages::busy);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static ProblemException busy() {
    return ProblemException.unavailable(
            "too many pages of tasks are being sent; try again in " + RETRY_AFTER_SECONDS + " s")
        .with(Map.of("Retry-After", String.valueOf(RETRY_AFTER_SECONDS)));
  }
}
