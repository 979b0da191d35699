package dev.perennial.events;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payload of every {@code profile.*} event.
 *
 * @param profile the profile after the command
 * @param changes the fields that the command changed, by name
 * @param audience the user to whom the profile belongs
 * @param client the client that the actor used; null if a function changed the profile
 */
public record ProfileEvent(
    ProfileSnapshot profile,
    Map<String, Change> changes,
    List<String> audience,
    @Nullable Client client) {

  public ProfileEvent {
    Required.present("profile", profile);
    changes = Required.map("changes", changes);
    audience = Required.list("audience", audience);
  }
}
