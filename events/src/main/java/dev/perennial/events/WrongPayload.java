package dev.perennial.events;

/** The payload violates its schema. The fault is permanent: a redelivery fails in the same way. */
public final class WrongPayload extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String pointer;
  private final String reason;

  WrongPayload(String pointer, String reason) {
    super((pointer.isEmpty() ? "the payload" : pointer) + " " + reason);
    this.pointer = pointer;
    this.reason = reason;
  }

  /** A JSON pointer (RFC 6901) to the invalid field; empty for the payload as a whole. */
  public String pointer() {
    return pointer;
  }

  /** Why the field is invalid. Never contains the value, which may be personal data. */
  public String reason() {
    return reason;
  }

  WrongPayload below(String parent) {
    return new WrongPayload(parent + pointer, reason);
  }
}
