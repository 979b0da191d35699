package dev.perennial.events;

/** The payload is not what its schema says, and will not be on the next delivery either. */
public final class WrongPayload extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String pointer;
  private final String reason;

  WrongPayload(String pointer, String reason) {
    super((pointer.isEmpty() ? "the payload" : pointer) + " " + reason);
    this.pointer = pointer;
    this.reason = reason;
  }

  /** A JSON pointer (RFC 6901) to what is wrong; empty for the payload as a whole. */
  public String pointer() {
    return pointer;
  }

  /** What is wrong there; never contains the value, which may be personal. */
  public String reason() {
    return reason;
  }

  WrongPayload below(String parent) {
    return new WrongPayload(parent + pointer, reason);
  }
}
