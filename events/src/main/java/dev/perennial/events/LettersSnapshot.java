package dev.perennial.events;

import java.util.List;
import java.util.UUID;

/**
 * Dead letters that an operator discarded or restored with one request.
 *
 * @param id of the request; a request for many letters has several events with the same id
 * @param ids of the dead letters
 * @param reason that the operator gave
 */
public record LettersSnapshot(UUID id, List<UUID> ids, String reason) {

  public LettersSnapshot {
    Required.present("letters/id", id);
    ids = Required.list("letters/ids", ids);
    Required.present("letters/reason", reason);
  }
}
