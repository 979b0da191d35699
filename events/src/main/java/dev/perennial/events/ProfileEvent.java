package dev.perennial.events;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payload of every {@code profile.*} event.
 *
 * @param profile the profile after the act
 * @param changes the fields the act changed, by name
 * @param audience the user whose it is
 * @param client what the person acted with; null if a function acted
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
