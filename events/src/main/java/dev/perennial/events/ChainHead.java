package dev.perennial.events;

/**
 * An entry of an owner's audit chain by its place and its hash: two chains with the same head have
 * the same entries before it.
 *
 * @param number from 1
 * @param hash SHA-256, in hexadecimal
 */
public record ChainHead(String owner, long number, String hash) {

  public ChainHead {
    Required.present("owner", owner);
    Required.present("hash", hash);
  }
}
