package dev.perennial.reminderdispatch;

import dev.perennial.events.Channel;
import dev.perennial.reminderdispatch.ChannelDelivery.Route;
import dev.perennial.reminderdispatch.mail.MailSender;
import dev.perennial.reminderdispatch.push.PushSender;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.reminders.store.DeliveryStore;
import dev.perennial.runtime.metering.Invocation;
import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import java.time.Duration;
import java.util.Map;

/** The wiring of reminder-dispatch. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    FunctionServer.run("reminder-dispatch", Main::wire);
  }

  static void wire(FunctionParts parts) {
    var settings = parts.settings();
    var store = new DeliveryStore(parts.database(), parts.outbox());
    var metering = parts.metering();
    var mail =
        parts.closing(
            new MailSender(
                settings,
                parts.clock(),
                () -> metering.current().ifPresent(Invocation::hasSentMail)));
    var push =
        parts.closing(
            new PushSender(
                settings, store, () -> metering.current().ifPresent(Invocation::hasPushed)));
    Duration openFor = settings.duration("CIRCUIT_OPEN_FOR", Duration.ofSeconds(10));
    Map<Channel, Route> routes =
        Map.of(
            Channel.EMAIL, new Route(mail, new Circuit("e-mail", openFor)),
            Channel.PUSH, new Route(push, new Circuit("push", openFor)));
    var delivery = new ChannelDelivery(store, routes, ChannelDelivery.SENDING, parts.clock());
    parts.handleEvents(
        new ReminderDispatch(store, delivery, CatchUpWindow.from(settings), parts.clock()));

    Map<String, Boolean> channels =
        Map.of("email", mail.isConfigured(), "push", push.isConfigured());
    parts.addHealthDetails(() -> Map.of("channels", channels));
  }
}
