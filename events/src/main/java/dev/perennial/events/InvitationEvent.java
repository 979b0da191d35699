package dev.perennial.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The payload of every {@code invitation.*} event. An accepted invitation has the event {@code
 * list.shared} instead.
 *
 * @param audience the invited user and the user who invited them
 * @param client the client that the actor used; null if a function made the change
 */
public record InvitationEvent(
    InvitationSnapshot invitation, List<String> audience, @Nullable Client client) {

  public InvitationEvent {
    Required.present("invitation", invitation);
    audience = Required.list("audience", audience);
  }
}
