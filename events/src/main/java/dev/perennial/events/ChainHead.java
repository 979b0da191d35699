package dev.perennial.events;

/**
 * The position and hash of an entry in an owner's audit chain. Two chains with the same head have
 * the same entries before it.
 *
 * @param number the position in the chain; the first entry is 1
 * @param hash SHA-256 in hexadecimal
 */
public record ChainHead(String owner, long number, String hash) {

  public ChainHead {
    Required.present("owner", owner);
    Required.present("hash", hash);
  }
}
