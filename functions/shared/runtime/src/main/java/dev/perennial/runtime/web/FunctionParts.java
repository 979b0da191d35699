package dev.perennial.runtime.web;

import dev.perennial.events.EventType;
import dev.perennial.events.SpendingEvent;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.database.FirstConnection;
import dev.perennial.runtime.http.HttpServer.Connections;
import dev.perennial.runtime.http.RequestHandler;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.EventProcessor;
import dev.perennial.runtime.ledger.RetrySchedule;
import dev.perennial.runtime.metering.Metering;
import dev.perennial.runtime.outbox.ForwardingOutbox;
import dev.perennial.runtime.outbox.JdbcOutbox;
import dev.perennial.runtime.outbox.KafkaPublisher;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.outbox.OutboxRelay;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every function consists of, and what a function's {@link Wiring} adds to it: handlers of
 * events and of requests, actions of its stop, details of its health.
 */
public final class FunctionParts {

  private final Settings settings;
  private final InstantSource clock;
  private final Database database;
  private final Metering metering;
  private final OutboxRelay relay;
  private final ForwardingOutbox outbox;

  private final List<HealthDetails> details = new ArrayList<>();
  private final List<Runnable> beforeStop = new ArrayList<>();
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private @Nullable EventHandler events;
  private @Nullable RequestHandler requests;
  private Connections connections = Connections.STANDARD;

  FunctionParts(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    FirstConnection.openBesideTheStart(settings);
    this.database = closing(Database.open(settings));
    this.relay =
        closing(
            new OutboxRelay(database, new KafkaPublisher(settings.function(), settings.kafka())));
    // Closed before the relay, because its last batch may ask for a check of a budget.
    this.metering = closing(Metering.of(settings, clock, database));
    this.outbox = new JdbcOutbox(database, relay, metering, settings.source(), clock);
    metering.checkBudgets(person -> outbox.add(budgetCheck(person)));
    addHealthDetails(
        () -> relay.refused() == 0 ? Map.of() : Map.of("refusedEvents", relay.refused()));
  }

  private Outbox.Entry budgetCheck(String person) {
    return new Outbox.Entry(
        EventType.SPENDING_RECORDED,
        person,
        person,
        settings.function(),
        person,
        new SpendingEvent(person));
  }

  public Settings settings() {
    return settings;
  }

  public InstantSource clock() {
    return clock;
  }

  public Database database() {
    return database;
  }

  /** Records what each invocation costs. */
  public Metering metering() {
    return metering;
  }

  public ForwardingOutbox outbox() {
    return outbox;
  }

  public OutboxRelay relay() {
    return relay;
  }

  /** Handles the events that brokers deliver at {@code POST /}. */
  public void handleEvents(EventHandler handler) {
    events = handler;
  }

  /** Handles all requests but events and health probes. Without it they get 404. */
  public void handleRequests(RequestHandler handler) {
    requests = handler;
  }

  /** Treats connections in this way instead of {@link Connections#STANDARD}. */
  public void connections(Connections treatment) {
    connections = treatment;
  }

  /** Adds members to the response of {@code /health/ready}. */
  public void addHealthDetails(HealthDetails more) {
    details.add(more);
  }

  /**
   * Runs the action first on SIGTERM, before the requests in progress are finished. It ends what
   * would keep them waiting: for the next attempt, for the next event of a stream.
   */
  public void beforeStop(Runnable action) {
    beforeStop.add(action);
  }

  /** Closes the resource after the last request, before those that were added earlier. */
  public <T extends AutoCloseable> T closing(T resource) {
    resources.push(resource);
    return resource;
  }

  Map<String, Object> healthDetails() {
    var all = new LinkedHashMap<String, Object>();
    details.forEach(each -> all.putAll(each.details()));
    return all;
  }

  /** The handler of events; null if the function handles none. */
  @Nullable EventEndpoint eventEndpoint() {
    if (events == null) {
      return null;
    }
    var processor = new EventProcessor(database, events, RetrySchedule.STANDARD);
    beforeStop(processor::stop);
    return new EventEndpoint(processor, metering);
  }

  @Nullable RequestHandler requestHandler() {
    return requests;
  }

  Connections connections() {
    return connections;
  }

  void runBeforeStop() {
    beforeStop.forEach(Runnable::run);
  }

  Deque<AutoCloseable> resources() {
    return resources;
  }
}
