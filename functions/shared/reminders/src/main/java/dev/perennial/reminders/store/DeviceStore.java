package dev.perennial.reminders.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where people's devices are kept that pushes go to. */
public interface DeviceStore {

  /** So many a person has; the one that was registered longest ago goes for one more. */
  int MOST = 20;

  /** The user's, in the order in which they came. */
  List<Device> of(String user);

  /** Whoever registers a token has the device in hand: it is no other user's any more. */
  Device register(String user, String token, String platform, @Nullable String name);

  /** Whether there was such a device of the user's. */
  boolean remove(String user, String token);

  /** A device, as the API answers it. */
  record Device(String token, String platform, @Nullable String name, Instant registeredAt) {}
}
