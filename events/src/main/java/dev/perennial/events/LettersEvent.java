package dev.perennial.events;

/** The payload of every {@code letters.*} event. */
public record LettersEvent(LettersSnapshot letters) {

  public LettersEvent {
    Required.present("letters", letters);
  }
}
